// An echo over TCP on this machine as one writes it by hand in C: blocking calls, one thread for each end.
#define _GNU_SOURCE
#include "CFloors.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

typedef struct {
    int listener;
    size_t size;
} echo;

static bool send_all(int socket, const char *bytes, size_t count) {
    while (count > 0) {
        ssize_t sent = send(socket, bytes, count, MSG_NOSIGNAL);
        if (sent < 0) return false;
        bytes += sent;
        count -= (size_t)sent;
    }
    return true;
}

static void no_delay(int socket) {
    int yes = 1;
    setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
}

static void *serve(void *argument) {
    echo *e = argument;
    int socket = accept(e->listener, NULL, NULL);
    no_delay(socket);
    char *bytes = malloc(e->size);
    ssize_t got;
    while ((got = recv(socket, bytes, e->size, 0)) > 0 && send_all(socket, bytes, (size_t)got)) {}
    free(bytes);
    close(socket);
    return NULL;
}

int64_t floor_echo(size_t size, size_t count) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof address;
    echo e = {socket(AF_INET, SOCK_STREAM, 0), size};
    if (bind(e.listener, (struct sockaddr *)&address, length) || listen(e.listener, 1) ||
        getsockname(e.listener, (struct sockaddr *)&address, &length))
        return -1;
    pthread_t thread;
    if (pthread_create(&thread, NULL, serve, &e)) return -1;
    int client = socket(AF_INET, SOCK_STREAM, 0);
    if (connect(client, (struct sockaddr *)&address, length)) return -1;
    no_delay(client);
    char *bytes = malloc(size);
    memset(bytes, 7, size);
    int64_t total = 0;
    for (size_t i = 0; i < count; i++) {
        if (!send_all(client, bytes, size)) return -1;
        for (size_t received = 0; received < size;) {
            ssize_t got = recv(client, bytes + received, size - received, 0);
            if (got <= 0) return -1;
            received += (size_t)got;
        }
        total += (int64_t)size;
    }
    close(client);
    pthread_join(thread, NULL);
    close(e.listener);
    free(bytes);
    return total;
}
