// A queue as one writes it by hand in C: a ring buffer of words, a mutex, and a condition for each of its two ends.
#define _GNU_SOURCE
#include "CFloors.h"

#include <pthread.h>
#include <stdlib.h>

typedef struct {
    pthread_mutex_t mutex;
    pthread_cond_t not_empty, not_full;
    int64_t *items;
    size_t capacity, head, count;
} queue;

static bool queue_init(queue *q, size_t capacity) {
    q->items = malloc(capacity * sizeof(int64_t));
    q->capacity = capacity;
    q->head = q->count = 0;
    return q->items && !pthread_mutex_init(&q->mutex, NULL) && !pthread_cond_init(&q->not_empty, NULL) &&
           !pthread_cond_init(&q->not_full, NULL);
}

static void queue_destroy(queue *q) {
    pthread_cond_destroy(&q->not_full);
    pthread_cond_destroy(&q->not_empty);
    pthread_mutex_destroy(&q->mutex);
    free(q->items);
}

static void put(queue *q, int64_t item) {
    pthread_mutex_lock(&q->mutex);
    while (q->count == q->capacity) pthread_cond_wait(&q->not_full, &q->mutex);
    size_t i = q->head + q->count;
    if (i >= q->capacity) i -= q->capacity;
    q->items[i] = item;
    q->count++;
    pthread_cond_signal(&q->not_empty);
    pthread_mutex_unlock(&q->mutex);
}

static int64_t get(queue *q) {
    pthread_mutex_lock(&q->mutex);
    while (q->count == 0) pthread_cond_wait(&q->not_empty, &q->mutex);
    int64_t item = q->items[q->head];
    if (++q->head == q->capacity) q->head = 0;
    q->count--;
    pthread_cond_signal(&q->not_full);
    pthread_mutex_unlock(&q->mutex);
    return item;
}

int64_t floor_queue_one_thread(size_t capacity, size_t count) {
    queue q;
    if (!queue_init(&q, capacity)) return -1;
    int64_t sum = 0;
    for (size_t i = 0; i < count; i++) {
        put(&q, (int64_t)i);
        sum += get(&q);
    }
    queue_destroy(&q);
    return sum;
}

typedef struct {
    queue *queue;
    size_t count;
} producer;

static void *produce(void *argument) {
    producer *p = argument;
    for (size_t i = 0; i < p->count; i++) put(p->queue, (int64_t)i);
    return NULL;
}

int64_t floor_queue_two_threads(size_t capacity, size_t count) {
    queue q;
    if (!queue_init(&q, capacity)) return -1;
    producer p = {&q, count};
    pthread_t thread;
    if (pthread_create(&thread, NULL, produce, &p)) return -1;
    int64_t sum = 0;
    for (size_t i = 0; i < count; i++) sum += get(&q);
    pthread_join(thread, NULL);
    queue_destroy(&q);
    return sum;
}
