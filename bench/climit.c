/* The limit of a broadcast: one epoll loop, one frame made ready, one send() a socket.
 *
 *   climit SIZE   prints "ready PORT SIZE", then takes "go RATE COUNT" lines on standard input
 *
 * Serves bench/watchers.c alone: the handshake's key is always the same, so its answer is a constant.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

enum { MOST = 65536 };

static const char ANSWER[] =
    "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n";

static int watching[MOST], watchers;

static void broadcast(int size) {
    static char frame[MOST];
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    frame[0] = (char)0x81;
    frame[1] = 126;
    frame[2] = (char)(size >> 8);
    frame[3] = (char)size;
    memset(frame + 4, 'x', size);
    int written = sprintf(frame + 4, "{\"site\":\"@%lld", (long long)now.tv_sec * 1000000000LL + now.tv_nsec);
    frame[4 + written] = '"';
    for (int i = 0; i < watchers; i++) send(watching[i], frame, size + 4, MSG_DONTWAIT | MSG_NOSIGNAL);
}

static void watch(int epoll, int fd, uint32_t events) {
    struct epoll_event event = {.events = events, .data.fd = fd};
    epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event);
}

int main(int argc, char **argv) {
    int size = argc > 1 ? atoi(argv[1]) : 300, on = 1;
    if (size < 126 || size > MOST - 8) return fprintf(stderr, "climit: a size from 126 to %d\n", MOST - 8), 2;
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof address;
    int door = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    if (bind(door, (void *)&address, length) || listen(door, 4096)) return perror("climit"), 1;
    getsockname(door, (void *)&address, &length);
    printf("ready %d %d\n", ntohs(address.sin_port), size);
    fflush(stdout);

    int epoll = epoll_create1(0), timer = timerfd_create(CLOCK_MONOTONIC, 0), left = 0;
    watch(epoll, door, EPOLLIN);
    watch(epoll, timer, EPOLLIN);
    watch(epoll, 0, EPOLLIN);
    for (;;) {
        struct epoll_event events[256];
        int ready = epoll_wait(epoll, events, 256, -1);
        for (int i = 0; i < ready; i++) {
            int fd = events[i].data.fd;
            char in[4096];
            if (fd == door) {
                for (int guest; (guest = accept4(door, 0, 0, SOCK_NONBLOCK)) >= 0;) {
                    setsockopt(guest, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
                    watch(epoll, guest, EPOLLIN);
                }
            } else if (fd == timer) {
                uint64_t due;
                if (read(timer, &due, sizeof due) > 0)
                    for (; due && left; due--, left--) broadcast(size);
                if (!left) timerfd_settime(timer, 0, &(struct itimerspec){0}, 0);
            } else if (fd == 0) {
                long rate, got = read(0, in, sizeof in - 1);
                if (got <= 0) return 0;
                in[got] = 0;
                if (sscanf(in, "go %ld %d", &rate, &left) == 2) {
                    struct timespec every = {rate == 1, rate == 1 ? 0 : 1000000000L / rate};
                    timerfd_settime(timer, 0, &(struct itimerspec){every, every}, 0);
                }
            } else if (recv(fd, in, sizeof in, 0) > 0) {
                if (!memcmp(in, "GET", 3) && watchers < MOST) {
                    send(fd, ANSWER, sizeof ANSWER - 1, MSG_NOSIGNAL);
                    watching[watchers++] = fd;
                }
            } else {
                for (int k = 0; k < watchers; k++)
                    if (watching[k] == fd) watching[k] = watching[--watchers];
                close(fd);
            }
        }
    }
}
