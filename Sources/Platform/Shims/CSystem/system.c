#include "quarry_system.h"

#include <errno.h>
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
    int second_status;
    sigset_t set;
} watch_t;

static void *watch_signals(void *argument) {
    watch_t *watch = argument;
    int number;
    if (sigwait(&watch->set, &number) == 0) watch->handler(watch->context);
    while (sigwait(&watch->set, &number) != 0) continue;
    _exit(watch->second_status);
}

int quarry_signals_watch(void (*handler)(void *context), void *context, int second_status) {
    watch_t *watch = malloc(sizeof *watch);
    if (watch == NULL) return ENOMEM;
    watch->handler = handler;
    watch->context = context;
    watch->second_status = second_status;
    sigemptyset(&watch->set);
    sigaddset(&watch->set, SIGINT);
    sigaddset(&watch->set, SIGTERM);
    pthread_t thread;
    int error = pthread_sigmask(SIG_BLOCK, &watch->set, NULL);
    if (error == 0) error = pthread_create(&thread, NULL, watch_signals, watch);
    if (error != 0) {
        free(watch);
        return error;
    }
    pthread_detach(thread);
    signal(SIGPIPE, SIG_IGN);
    return 0;
}
