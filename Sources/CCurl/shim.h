#pragma once
#include <curl/curl.h>

// libcurl's setters and getters are variadic, and Swift imports no variadic C function. Each wrapper below fixes the one
// argument type that it stands for, so a wrong type is an error of the compiler instead of a misread stack.

/// For options of type `long`; those of type `curl_off_t` have a wrapper of their own.
static inline CURLcode curl_easy_set_long(CURL *easy, CURLoption option, long value) {
  return curl_easy_setopt(easy, option, value);
}

/// For sizes, which are 64 bits wide everywhere.
static inline CURLcode curl_easy_set_offset(CURL *easy, CURLoption option, curl_off_t value) {
  return curl_easy_setopt(easy, option, value);
}

/// For strings, which libcurl copies, POST bodies by `CURLOPT_COPYPOSTFIELDS` included; NULL goes back to the default.
static inline CURLcode curl_easy_set_text(CURL *easy, CURLoption option, const char *value) {
  return curl_easy_setopt(easy, option, value);
}

/// For lists, which libcurl does not copy: they have to outlive the transfer.
static inline CURLcode curl_easy_set_list(CURL *easy, CURLoption option, struct curl_slist *value) {
  return curl_easy_setopt(easy, option, value);
}

/// For callback contexts and the error buffer, which have to outlive the handle.
static inline CURLcode curl_easy_set_pointer(CURL *easy, CURLoption option, void *value) {
  return curl_easy_setopt(easy, option, value);
}

/// For the body and header callbacks, which have one type.
static inline CURLcode curl_easy_set_callback(
    CURL *easy, CURLoption option, size_t (*callback)(char *, size_t, size_t, void *)) {
  return curl_easy_setopt(easy, option, callback);
}

/// For results of type `long`; 0 where there is none.
static inline long curl_easy_get_long(CURL *easy, CURLINFO info) {
  long value = 0;
  curl_easy_getinfo(easy, info, &value);
  return value;
}

/// For times in microseconds and sizes; 0 where there is none.
static inline curl_off_t curl_easy_get_offset(CURL *easy, CURLINFO info) {
  curl_off_t value = 0;
  curl_easy_getinfo(easy, info, &value);
  return value;
}

/// For options of the multi handle of type `long`.
static inline CURLMcode curl_multi_set_long(CURLM *multi, CURLMoption option, long value) {
  return curl_multi_setopt(multi, option, value);
}

/// For the contexts of the callbacks below, which have to outlive the handle.
static inline CURLMcode curl_multi_set_pointer(CURLM *multi, CURLMoption option, void *value) {
  return curl_multi_setopt(multi, option, value);
}

/// For what is told which sockets to wait for, and how.
static inline CURLMcode curl_multi_set_socket_callback(CURLM *multi, curl_socket_callback callback) {
  return curl_multi_setopt(multi, CURLMOPT_SOCKETFUNCTION, callback);
}

/// For what is told how long to wait.
static inline CURLMcode curl_multi_set_timer_callback(CURLM *multi, curl_multi_timer_callback callback) {
  return curl_multi_setopt(multi, CURLMOPT_TIMERFUNCTION, callback);
}
