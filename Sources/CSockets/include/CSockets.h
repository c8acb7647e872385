// What Swift cannot reach of the system's sockets: calls that Glibc declares for GNU sources only, the macros of
// control messages, and what differs from system to system. Each answers as the system's own call does: -1 and errno.
#ifndef SLUICE_SOCKETS_H
#define SLUICE_SOCKETS_H

#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>
#include <sys/types.h>

// Closed on exec from the first moment, and silent where the peer is gone.
int sluice_socket(int family, int type, int protocol);
int sluice_socketpair(int family, int type, int protocol, int ends[2]);
int sluice_accept(int listener, struct sockaddr *address, socklen_t *length);
int sluice_duplicate(int descriptor, int lowest);

// A descriptor that becomes readable when another thread says so. ends[0] is polled, ends[1] written to; one and the
// same where the system has eventfd.
int sluice_waker_open(int ends[2]);
void sluice_waker_raise(int end);
void sluice_waker_lower(int end);

// Flags that not every system has: 0 where it does not.
extern const int sluice_msg_nosignal;
extern const int sluice_msg_cmsg_cloexec;
extern const int sluice_msg_more;

// Descriptors that wait for something to read: epoll or kqueue. Each is reported once, and is then no longer waited for.
int sluice_waiting_open(void);
int sluice_waiting_add(int set, int descriptor);
int sluice_waiting_remove(int set, int descriptor);
int sluice_waiting_wait(int set, int *descriptors, int capacity, int milliseconds);

// At most `count` bytes of a file from `offset`; 0 at its end.
ssize_t sluice_sendfile(int socket, int file, off_t offset, size_t count);

// Bytes of a control message with `count` bytes of data: without and with the padding behind it.
size_t sluice_cmsg_length(size_t count);
size_t sluice_cmsg_space(size_t count);
// Writes one at `offset` of `buffer`, which has room for it, and says where the next one goes.
size_t sluice_cmsg_put(void *buffer, size_t offset, int level, int type, const void *data, size_t count);
// The next one of a message received, or null; `previous` is null at first.
struct cmsghdr *sluice_cmsg_next(struct msghdr *message, struct cmsghdr *previous);
const void *sluice_cmsg_data(const struct cmsghdr *control);
size_t sluice_cmsg_count(const struct cmsghdr *control);

// Who is at the other end of a Unix socket; `process` is 0 where the system does not say.
int sluice_peer_credentials(int socket, int32_t *process, uint32_t *user, uint32_t *group);

// Starts a program found by the PATH, with `control` as its descriptor 3 and the signals as a new program expects them.
// Answers an error number, 0 for none.
int sluice_spawn(char *const words[], int control, pid_t *process);
// Whether the process has ended, which is then forgotten; waits for it if it is to.
int sluice_reap(pid_t process, int waits);
void sluice_kill(pid_t process);

#endif
