#define _GNU_SOURCE
#include "CSockets.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#if defined(__linux__)
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/sendfile.h>
#else
#include <sys/event.h>
#include <sys/ucred.h>
#include <sys/uio.h>
#endif

#if defined(__linux__)

int sluice_socket(int family, int type, int protocol) { return socket(family, type | SOCK_CLOEXEC, protocol); }

int sluice_socketpair(int family, int type, int protocol, int ends[2]) {
    return socketpair(family, type | SOCK_CLOEXEC, protocol, ends);
}

int sluice_accept(int listener, struct sockaddr *address, socklen_t *length) {
    return accept4(listener, address, length, SOCK_CLOEXEC);
}

int sluice_waker_open(int ends[2]) {
    ends[0] = ends[1] = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    return ends[0];
}

const int sluice_msg_nosignal = MSG_NOSIGNAL;
const int sluice_msg_cmsg_cloexec = MSG_CMSG_CLOEXEC;
const int sluice_msg_more = MSG_MORE;

#else

// These systems cannot do it in one call: a process started by another thread in between inherits the descriptor.
static int prepared(int descriptor) {
    if (descriptor < 0) return descriptor;
    int yes = 1;
    fcntl(descriptor, F_SETFD, FD_CLOEXEC);
    // Darwin hands the listener's O_NONBLOCK down, Linux does not.
    fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) & ~O_NONBLOCK);
#ifdef SO_NOSIGPIPE
    setsockopt(descriptor, SOL_SOCKET, SO_NOSIGPIPE, &yes, sizeof yes);
#endif
    return descriptor;
}

int sluice_socket(int family, int type, int protocol) { return prepared(socket(family, type, protocol)); }

int sluice_socketpair(int family, int type, int protocol, int ends[2]) {
    if (socketpair(family, type, protocol, ends) != 0) return -1;
    prepared(ends[0]);
    prepared(ends[1]);
    return 0;
}

int sluice_accept(int listener, struct sockaddr *address, socklen_t *length) {
    return prepared(accept(listener, address, length));
}

int sluice_waker_open(int ends[2]) {
    if (pipe(ends) != 0) return -1;
    for (int i = 0; i < 2; i++) {
        fcntl(ends[i], F_SETFD, FD_CLOEXEC);
        fcntl(ends[i], F_SETFL, O_NONBLOCK);
    }
    return ends[0];
}

#ifdef MSG_NOSIGNAL
const int sluice_msg_nosignal = MSG_NOSIGNAL;
#else
const int sluice_msg_nosignal = 0;
#endif
const int sluice_msg_cmsg_cloexec = 0;
const int sluice_msg_more = 0;

#endif

int sluice_duplicate(int descriptor, int lowest) { return fcntl(descriptor, F_DUPFD_CLOEXEC, lowest); }

void sluice_waker_raise(int end) {
    const uint64_t one = 1;
    // Full means raised already.
    while (write(end, &one, sizeof one) < 0 && errno == EINTR) {}
}

void sluice_waker_lower(int end) {
    uint64_t count;
    while (read(end, &count, sizeof count) < 0 && errno == EINTR) {}
}

#if defined(__linux__)

int sluice_waiting_open(void) { return epoll_create1(EPOLL_CLOEXEC); }

int sluice_waiting_add(int set, int descriptor) {
    struct epoll_event event = {.events = EPOLLIN | EPOLLRDHUP | EPOLLONESHOT, .data.fd = descriptor};
    if (epoll_ctl(set, EPOLL_CTL_ADD, descriptor, &event) == 0) return 0;
    // One that was reported before stays in the set, disarmed.
    return errno == EEXIST ? epoll_ctl(set, EPOLL_CTL_MOD, descriptor, &event) : -1;
}

int sluice_waiting_remove(int set, int descriptor) { return epoll_ctl(set, EPOLL_CTL_DEL, descriptor, NULL); }

int sluice_waiting_wait(int set, int *descriptors, int capacity, int milliseconds) {
    struct epoll_event events[64];
    int count = epoll_wait(set, events, capacity < 64 ? capacity : 64, milliseconds);
    for (int i = 0; i < count; i++) descriptors[i] = events[i].data.fd;
    return count;
}

ssize_t sluice_sendfile(int socket, int file, off_t offset, size_t count) {
    return sendfile(socket, file, &offset, count);
}

int sluice_peer_credentials(int socket, int32_t *process, uint32_t *user, uint32_t *group) {
    struct ucred credentials;
    socklen_t length = sizeof credentials;
    if (getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &credentials, &length) != 0) return -1;
    *process = credentials.pid;
    *user = credentials.uid;
    *group = credentials.gid;
    return 0;
}

#else

int sluice_waiting_open(void) {
    int set = kqueue();
    if (set >= 0) fcntl(set, F_SETFD, FD_CLOEXEC);
    return set;
}

int sluice_waiting_add(int set, int descriptor) {
    struct kevent change;
    EV_SET(&change, descriptor, EVFILT_READ, EV_ADD | EV_ONESHOT, 0, 0, NULL);
    return kevent(set, &change, 1, NULL, 0, NULL);
}

int sluice_waiting_remove(int set, int descriptor) {
    struct kevent change;
    EV_SET(&change, descriptor, EVFILT_READ, EV_DELETE, 0, 0, NULL);
    return kevent(set, &change, 1, NULL, 0, NULL);
}

int sluice_waiting_wait(int set, int *descriptors, int capacity, int milliseconds) {
    struct kevent events[64];
    struct timespec time = {milliseconds / 1000, milliseconds % 1000 * 1000000L};
    int count = kevent(set, NULL, 0, events, capacity < 64 ? capacity : 64, milliseconds < 0 ? NULL : &time);
    for (int i = 0; i < count; i++) descriptors[i] = (int)events[i].ident;
    return count;
}

ssize_t sluice_sendfile(int socket, int file, off_t offset, size_t count) {
    off_t sent = (off_t)count;
    int result = sendfile(file, socket, offset, &sent, NULL, 0);
    // What was sent before it would have waited, or was interrupted, counts.
    return result == 0 || sent > 0 ? (ssize_t)sent : -1;
}

int sluice_peer_credentials(int socket, int32_t *process, uint32_t *user, uint32_t *group) {
    uid_t owner;
    gid_t owners;
    if (getpeereid(socket, &owner, &owners) != 0) return -1;
    *process = 0;
    *user = owner;
    *group = owners;
    return 0;
}

#endif

extern char **environ;

int sluice_spawn(char *const words[], int control, pid_t *process) {
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    sigset_t none, pipe;
    int code = posix_spawn_file_actions_init(&actions);
    if (code != 0) return code;
    code = posix_spawnattr_init(&attributes);
    if (code == 0) {
        sigemptyset(&none);
        sigemptyset(&pipe);
        sigaddset(&pipe, SIGPIPE);
        posix_spawnattr_setsigmask(&attributes, &none);
        posix_spawnattr_setsigdefault(&attributes, &pipe);
        posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
        // The duplicate stays open in the program; everything else here is closed on exec.
        code = posix_spawn_file_actions_adddup2(&actions, control, 3);
        if (code == 0) code = posix_spawnp(process, words[0], &actions, &attributes, words, environ);
        posix_spawnattr_destroy(&attributes);
    }
    posix_spawn_file_actions_destroy(&actions);
    return code;
}

int sluice_reap(pid_t process, int waits) {
    int status;
    pid_t ended;
    while ((ended = waitpid(process, &status, waits ? 0 : WNOHANG)) < 0 && errno == EINTR) {}
    return ended != 0;
}

void sluice_kill(pid_t process) { kill(process, SIGKILL); }

size_t sluice_cmsg_length(size_t count) { return CMSG_LEN(count); }

size_t sluice_cmsg_space(size_t count) { return CMSG_SPACE(count); }

size_t sluice_cmsg_put(void *buffer, size_t offset, int level, int type, const void *data, size_t count) {
    struct cmsghdr *control = (struct cmsghdr *)((char *)buffer + offset);
    memset(control, 0, CMSG_SPACE(count));
    control->cmsg_len = CMSG_LEN(count);
    control->cmsg_level = level;
    control->cmsg_type = type;
    if (count > 0) memcpy(CMSG_DATA(control), data, count);
    return offset + CMSG_SPACE(count);
}

struct cmsghdr *sluice_cmsg_next(struct msghdr *message, struct cmsghdr *previous) {
    return previous ? CMSG_NXTHDR(message, previous) : CMSG_FIRSTHDR(message);
}

const void *sluice_cmsg_data(const struct cmsghdr *control) { return CMSG_DATA(control); }

size_t sluice_cmsg_count(const struct cmsghdr *control) {
    size_t head = CMSG_LEN(0);
    return control->cmsg_len > head ? control->cmsg_len - head : 0;
}
