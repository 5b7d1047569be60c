/* Many watchers of one board, on loopback.
 *
 *   watchers PORT PATH SOCKETS COUNT
 *
 * Prints "open N" when all are connected, then reads until every socket has had COUNT stamped messages or nothing
 * came for three seconds, and prints one JSON object. A stamped message holds "@" and the CLOCK_MONOTONIC time, in
 * nanoseconds, at which it was published; all others (snapshots, beats) are read and not counted.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <time.h>
#include <unistd.h>

enum { AT_ONCE = 64, IDLE_MS = 3000, ROOM = 1 << 18 };

struct watcher {
    int fd, upgraded;
    size_t held; /* bytes of a message that has not come whole */
    char *rest;
};
struct update {
    int64_t published, last;
    int seen;
};

static struct watcher *all;
static struct update *updates;
static int known, count, sockets, epoll, opened, lost;
static long delivered;

static int64_t now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static void fail(const char *what) {
    perror(what);
    exit(1);
}

static void message(const char *text, size_t length, int64_t at) {
    const char *stamp = memmem(text, length, "\"@", 2);
    if (!stamp || memmem(text, length < 40 ? length : 40, "\"snapshot\"", 10)) return;
    int64_t published = strtoll(stamp + 2, 0, 10);
    int i = known;
    while (i > 0 && updates[i - 1].published != published) i--;
    if (i == 0) {
        if (known == count) return;
        i = ++known;
        updates[i - 1].published = published;
    }
    updates[i - 1].last = at;
    updates[i - 1].seen++;
    delivered++;
}

/* Take whole frames out of `data`; returns how many bytes were used. */
static size_t frames(const char *data, size_t length, int64_t at) {
    size_t used = 0;
    for (;;) {
        const unsigned char *head = (const unsigned char *)data + used;
        size_t left = length - used, start = 2;
        if (left < 2) return used;
        uint64_t size = head[1] & 127;
        if (size >= 126) {
            start = size == 126 ? 4 : 10;
            if (left < start) return used;
            size = 0;
            for (size_t i = 2; i < start; i++) size = size << 8 | head[i];
        }
        if (left < start + size) return used;
        if ((head[0] & 15) == 1) message(data + used + start, size, at);
        used += start + size;
    }
}

static void drop(struct watcher *w) {
    close(w->fd);
    w->fd = -1;
    lost++;
}

static void receive(struct watcher *w) {
    static char room[2 * ROOM];
    memcpy(room, w->rest, w->held);
    ssize_t got = recv(w->fd, room + w->held, ROOM, MSG_DONTWAIT);
    int64_t at = now();
    if (got < 0 && errno == EAGAIN) return;
    if (got <= 0) {
        drop(w);
        return;
    }
    size_t length = w->held + got, used = 0;
    if (!w->upgraded) {
        char *end = memmem(room, length, "\r\n\r\n", 4);
        if (end) {
            if (memcmp(room, "HTTP/1.1 101", 12)) {
                fprintf(stderr, "watchers: refused: %.*s\n", (int)(end - room), room);
                exit(1);
            }
            used = end + 4 - room;
            w->upgraded = 1;
            opened++;
        }
    }
    if (w->upgraded) used += frames(room + used, length - used, at);
    w->held = length - used;
    if (w->held) {
        w->rest = realloc(w->rest, w->held);
        memcpy(w->rest, room + used, w->held);
    }
}

static int turn(int wait) {
    struct epoll_event events[1024];
    int ready = epoll_wait(epoll, events, 1024, wait);
    for (int i = 0; i < ready; i++) receive(&all[events[i].data.u32]);
    return ready;
}

static int compare(const void *a, const void *b) {
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

int main(int argc, char **argv) {
    if (argc != 5) return fprintf(stderr, "watchers PORT PATH SOCKETS COUNT\n"), 2;
    struct sockaddr_in server = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    server.sin_port = htons(atoi(argv[1]));
    sockets = atoi(argv[3]);
    count = atoi(argv[4]);
    all = calloc(sockets, sizeof *all);
    updates = calloc(count, sizeof *updates);
    epoll = epoll_create1(0);
    char request[1024];
    int length = snprintf(request, sizeof request,
                          "GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                          "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n",
                          argv[2]);
    for (int i = 0, on = 1; i < sockets; i++) {
        struct watcher *w = &all[i];
        w->fd = socket(AF_INET, SOCK_STREAM, 0);
        if (w->fd < 0) fail("watchers: socket");
        if (connect(w->fd, (void *)&server, sizeof server)) fail("watchers: connect");
        setsockopt(w->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        struct epoll_event event = {.events = EPOLLIN, .data.u32 = i};
        epoll_ctl(epoll, EPOLL_CTL_ADD, w->fd, &event);
        if (send(w->fd, request, length, MSG_NOSIGNAL) != length) fail("watchers: send");
        while (i - opened - lost >= AT_ONCE)
            if (!turn(IDLE_MS)) return fprintf(stderr, "watchers: no answer\n"), 1;
    }
    while (opened + lost < sockets)
        if (!turn(IDLE_MS)) return fprintf(stderr, "watchers: no answer\n"), 1;
    for (int64_t until = now() + 500000000; now() < until;) turn(20); /* snapshots */
    printf("open %d\n", opened - lost);
    fflush(stdout);

    while (delivered < (long)count * (sockets - lost) && turn(IDLE_MS)) continue;

    int64_t *delays = calloc(known + 1, sizeof *delays);
    int whole = 0;
    for (int i = 0; i < known; i++) {
        delays[i] = updates[i].last - updates[i].published;
        whole += updates[i].seen == sockets;
    }
    qsort(delays, known, sizeof *delays, compare);
    printf("{\"delivered\":%ld,\"updates\":%d,\"whole\":%d,\"lost\":%d,\"last_p50_ms\":%.3f,\"last_p99_ms\":%.3f}\n",
           delivered, known, whole, lost, known ? delays[known / 2] / 1e6 : 0,
           known ? delays[(int)((known - 1) * 0.99)] / 1e6 : 0);
    return 0;
}
