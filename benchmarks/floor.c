/* The floor: what fetching costs with nothing around it. A libcurl multi loop with reused handles that throws away what
   it reads.

       benchmark-floor CONCURRENCY HEADER < URLS      one URL a line; HEADER goes with each request */
#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static size_t discard(char *data, size_t size, size_t count, void *total) {
  (void)data;
  *(size_t *)total += size * count;
  return size * count;
}

/* Gives the handle its next URL; 0 when there is none left. */
static int start(CURLM *multi, CURL *easy) {
  char url[4096];
  if (!fgets(url, sizeof url, stdin)) return 0;
  url[strcspn(url, "\n")] = 0;
  curl_easy_setopt(easy, CURLOPT_URL, url);
  curl_multi_add_handle(multi, easy);
  return 1;
}

int main(int argc, char **argv) {
  if (argc != 3) return 64;
  int concurrency = atoi(argv[1]), running = 0, active = 0, left;
  size_t bytes = 0, done = 0, failed = 0;
  struct curl_slist *headers = curl_slist_append(NULL, argv[2]);
  curl_global_init(CURL_GLOBAL_DEFAULT);
  CURLM *multi = curl_multi_init();
  curl_multi_setopt(multi, CURLMOPT_MAX_TOTAL_CONNECTIONS, (long)concurrency);
  for (int i = 0; i < concurrency; i++) {
    CURL *easy = curl_easy_init();
    curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, discard);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, &bytes);
    active += start(multi, easy);
  }
  while (active > 0) {
    curl_multi_perform(multi, &running);
    for (CURLMsg *message; (message = curl_multi_info_read(multi, &left));) {
      CURL *easy = message->easy_handle;
      long status = 0;
      curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
      failed += message->data.result != CURLE_OK || status != 200;
      done++;
      curl_multi_remove_handle(multi, easy);
      active += start(multi, easy) - 1;
    }
    if (active > 0) curl_multi_poll(multi, NULL, 0, 1000, NULL);
  }
  printf("%zu requests, %zu failed, %zu bytes\n", done, failed, bytes);
  return failed > 0;
}
