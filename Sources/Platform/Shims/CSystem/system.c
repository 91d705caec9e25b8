#include "quarry_system.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

unsigned quarry_terminal_columns(int descriptor) {
    struct winsize size;
    if (ioctl(descriptor, TIOCGWINSZ, &size) != 0) return 0;
    return size.ws_col;
}

typedef struct {
    void (*handler)(void *context);
    void *context;
} watch_t;

/* A signal may arrive on any thread, among them some that Swift's runtime started before us: so the handler only
 * writes a byte to a pipe, and a thread of our own reads it. */
static int signal_pipe[2];
static volatile sig_atomic_t signals_seen;
static int status_of_second;

static void on_signal(int number) {
    (void)number;
    int saved = errno;
    if (signals_seen) _exit(status_of_second);
    signals_seen = 1;
    const char byte = 1;
    /* The pipe is empty and one byte fits; nothing could be done about a failure here. */
    ssize_t written = write(signal_pipe[1], &byte, 1);
    (void)written;
    errno = saved;
}

static void *watch_signals(void *argument) {
    watch_t *watch = argument;
    char byte;
    ssize_t got;
    do {
        got = read(signal_pipe[0], &byte, 1);
    } while (got < 0 && errno == EINTR);
    if (got == 1) watch->handler(watch->context);
    free(watch);
    return NULL;
}

int quarry_signals_watch(void (*handler)(void *context), void *context, int second_status) {
    watch_t *watch = malloc(sizeof *watch);
    if (watch == NULL) return ENOMEM;
    watch->handler = handler;
    watch->context = context;
    status_of_second = second_status;
    pthread_t thread;
    int error = pipe2(signal_pipe, O_CLOEXEC) != 0 ? errno : 0;
    if (error == 0) error = pthread_create(&thread, NULL, watch_signals, watch);
    if (error != 0) {
        free(watch);
        return error;
    }
    pthread_detach(thread);
    struct sigaction action = {.sa_handler = on_signal, .sa_flags = SA_RESTART};
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    signal(SIGPIPE, SIG_IGN);
    return 0;
}
