/* Runs a command and writes what it used to a file: user and system microseconds, peak kilobytes, wall seconds.

       benchmark-usage FILE COMMAND [ARGUMENT ...]

   A program of its own because Linux counts the peak memory of the process that forks into that of its child:
   whatever the measuring script weighs would stand under every figure. */
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double seconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

int main(int argc, char **argv) {
  if (argc < 3) return 64;
  double start = seconds();
  pid_t child = fork();
  if (child == 0) {
    execvp(argv[2], argv + 2);
    perror(argv[2]);
    _exit(127);
  }
  int status = 0;
  struct rusage used;
  if (child < 0 || wait4(child, &status, 0, &used) < 0) return 71;
  double wall = seconds() - start;
  FILE *file = fopen(argv[1], "w");
  if (!file) return 73;
  fprintf(file, "%ld %ld %ld %f\n", used.ru_utime.tv_sec * 1000000L + used.ru_utime.tv_usec,
          used.ru_stime.tv_sec * 1000000L + used.ru_stime.tv_usec, used.ru_maxrss, wall);
  fclose(file);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
