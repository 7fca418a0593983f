/* Stands between the program and the disk: counts what is written under one folder, fails it, writes
 * half of it, kills the process there, or notes it down. Loaded with LD_PRELOAD; see bench/shim.py. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

enum { NOTHING, ONCE, ONWARDS, SHORT, SHORT_ONWARDS, KILL_BEFORE, KILL_AFTER, KILL_HALFWAY };
enum { WRITE = 1, TRUNCATE, SYNC, RENAME, UNLINK, CREATE, LINK, SAID, FOLDER };

static char folder[PATH_MAX];
static size_t folder_length;
static long counted, wanted;
static int way, fault, notes = -1;

#define REAL(name) ((__typeof__(&name))real(#name))
static void *real(const char *name) { return dlsym(RTLD_NEXT, name); }

/* Everything under `of` from now on: the n-th of what is counted goes wrong in that way. */
void shim_arm(const char *of, long n, int how, int error, int note_down) {
    folder_length = strlen(of);
    memcpy(folder, of, folder_length + 1);
    counted = 0, wanted = n, way = how, fault = error, notes = note_down;
}

long shim_disarm(void) {
    folder_length = 0, notes = -1;
    return counted;
}

static int ours(const char *path) {
    return folder_length && !strncmp(path, folder, folder_length)
           && (path[folder_length] == '/' || !path[folder_length]);
}

static int whole_name(int at, const char *path, char *name) {
    char base[64], start[PATH_MAX];
    ssize_t length;
    if (*path == '/') return snprintf(name, PATH_MAX, "%s", path) < PATH_MAX && ours(name);
    if (at == AT_FDCWD) {
        if (!getcwd(start, sizeof start)) return 0;
    } else {
        snprintf(base, sizeof base, "/proc/self/fd/%d", at);
        if ((length = readlink(base, start, sizeof start - 1)) < 0) return 0;
        start[length] = 0;
    }
    return snprintf(name, PATH_MAX, "%s/%s", start, path) < PATH_MAX && ours(name);
}

static int name_of(int fd, char *name) {
    char link[64];
    ssize_t length;
    if (!folder_length || fd == notes) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    if ((length = readlink(link, name, PATH_MAX - 1)) < 0) return 0;
    name[length] = 0;
    return ours(name);
}

static void put(const void *bytes, size_t size) {
    const char *at = bytes;
    while (size) {
        ssize_t done = syscall(SYS_write, notes, at, size);
        if (done <= 0) return;
        at += done, size -= (size_t)done;
    }
}

/* What happened, which file, where, and the bytes or the second name. */
static void note(int what, const char *path, int64_t where, const void *bytes, size_t size) {
    int saved = errno;
    uint32_t head[3] = {(uint32_t)what, (uint32_t)strlen(path), (uint32_t)size};
    if (notes < 0) return;
    put(head, sizeof head), put(&where, sizeof where), put(path, head[1]), put(bytes, size);
    errno = saved;
}

void shim_say(const char *word) { note(SAID, word, 0, "", 0); }

static void die(void) { syscall(SYS_kill, getpid(), SIGKILL); }

/* Counts one; 0 it goes on, 1 it fails, 2 it is done by half. */
static int turn(void) {
    long number = ++counted;
    if (wanted && number == wanted) {
        if (way == KILL_BEFORE) die();
        if (way == SHORT || way == SHORT_ONWARDS || way == KILL_HALFWAY) return 2;
        if (way == ONCE || way == ONWARDS) return errno = fault, 1;
    }
    if (wanted && number > wanted && (way == ONWARDS || way == SHORT_ONWARDS))
        return errno = fault, 1;
    return 0;
}

static void after(void) {
    if (wanted && counted == wanted && (way == KILL_AFTER || way == KILL_HALFWAY)) die();
}

static ssize_t written(int fd, const void *bytes, size_t size, off64_t where, int placed) {
    char name[PATH_MAX];
    off64_t at = placed ? where : lseek64(fd, 0, SEEK_CUR);
    ssize_t done;
    int known = name_of(fd, name), now = known ? turn() : 0;
    if (now == 1) return -1;
    if (now == 2) {
        if (size < 2 && way != KILL_HALFWAY) return errno = fault, -1;
        size /= 2;
    }
    done = placed ? REAL(pwrite64)(fd, bytes, size, where) : REAL(write)(fd, bytes, size);
    if (known && done > 0) note(WRITE, name, at, bytes, (size_t)done);
    if (known) after();
    return done;
}

ssize_t write(int fd, const void *b, size_t n) { return written(fd, b, n, 0, 0); }
ssize_t pwrite(int fd, const void *b, size_t n, off_t at) { return written(fd, b, n, at, 1); }
ssize_t pwrite64(int fd, const void *b, size_t n, off64_t at) { return written(fd, b, n, at, 1); }

/* Copies inside the kernel would go past the notes: whoever asks is told to write instead. */
ssize_t sendfile(int out, int in, off_t *at, size_t n) {
    char name[PATH_MAX];
    if (name_of(out, name)) return errno = ENOTSOCK, -1;
    return syscall(SYS_sendfile, out, in, at, n);
}
ssize_t sendfile64(int out, int in, off64_t *at, size_t n) {
    return sendfile(out, in, (off_t *)at, n);
}

/* All that either is done as a whole or fails. */
#define WHOLE(known, act, what, name, where, second, size) \
    do {                                                   \
        int done_;                                         \
        int known_ = (known);                              \
        if (known_ && turn()) {                            \
            if (way == KILL_HALFWAY) die();                \
            return errno = fault, -1;                      \
        }                                                  \
        done_ = (act);                                     \
        if (known_ && !done_) note(what, name, where, second, size); \
        if (known_) after();                               \
        return done_;                                      \
    } while (0)

int fsync(int fd) {
    char name[PATH_MAX];
    WHOLE(name_of(fd, name), REAL(fsync)(fd), SYNC, name, 0, "", 0);
}
int fdatasync(int fd) {
    char name[PATH_MAX];
    WHOLE(name_of(fd, name), REAL(fdatasync)(fd), SYNC, name, 0, "", 0);
}
int ftruncate64(int fd, off64_t size) {
    char name[PATH_MAX];
    WHOLE(name_of(fd, name), REAL(ftruncate64)(fd, size), TRUNCATE, name, size, "", 0);
}
int ftruncate(int fd, off_t size) { return ftruncate64(fd, size); }

static int renamed(int a, const char *old, int b, const char *fresh) {
    char from[PATH_MAX], to[PATH_MAX];
    int known = whole_name(a, old, from) && whole_name(b, fresh, to);
    WHOLE(known, REAL(renameat)(a, old, b, fresh), RENAME, from, 0, to, strlen(to));
}
int rename(const char *old, const char *fresh) { return renamed(AT_FDCWD, old, AT_FDCWD, fresh); }
int renameat(int a, const char *old, int b, const char *fresh) { return renamed(a, old, b, fresh); }

static int linked(int a, const char *old, int b, const char *fresh, int flags) {
    char from[PATH_MAX], to[PATH_MAX];
    int known = whole_name(a, old, from) && whole_name(b, fresh, to);
    WHOLE(known, REAL(linkat)(a, old, b, fresh, flags), LINK, from, 0, to, strlen(to));
}
int link(const char *old, const char *fresh) { return linked(AT_FDCWD, old, AT_FDCWD, fresh, 0); }
int linkat(int a, const char *old, int b, const char *fresh, int flags) {
    return linked(a, old, b, fresh, flags);
}

int mkdirat(int at, const char *path, mode_t mode) {
    char name[PATH_MAX];
    WHOLE(whole_name(at, path, name), REAL(mkdirat)(at, path, mode), FOLDER, name, 0, "", 0);
}
int mkdir(const char *path, mode_t mode) { return mkdirat(AT_FDCWD, path, mode); }

int unlinkat(int at, const char *path, int flags) {
    char name[PATH_MAX];
    WHOLE(whole_name(at, path, name), REAL(unlinkat)(at, path, flags), UNLINK, name, 0, "", 0);
}
int unlink(const char *path) { return unlinkat(AT_FDCWD, path, 0); }
int rmdir(const char *path) { return unlinkat(AT_FDCWD, path, AT_REMOVEDIR); }

/* Opening is never failed; a new file is noted down. */
static int opened(int at, const char *path, int flags, mode_t mode) {
    char name[PATH_MAX];
    struct stat there;
    int known = (flags & O_CREAT) && folder_length && whole_name(at, path, name);
    int fresh = known && fstatat(at, path, &there, 0);
    int cut = !fresh && (flags & O_TRUNC) && folder_length && whole_name(at, path, name);
    int fd = (int)syscall(SYS_openat, at, path, flags, mode);
    if (fd >= 0 && fresh) note(CREATE, name, 0, "", 0);
    if (fd >= 0 && cut) note(TRUNCATE, name, 0, "", 0);
    return fd;
}

#define MODE(last)                           \
    mode_t mode = 0;                         \
    if (flags & (O_CREAT | O_TMPFILE)) {     \
        va_list rest;                        \
        va_start(rest, last);                \
        mode = va_arg(rest, mode_t);         \
        va_end(rest);                        \
    }

int open(const char *path, int flags, ...) { MODE(flags) return opened(AT_FDCWD, path, flags, mode); }
int open64(const char *path, int flags, ...) { MODE(flags) return opened(AT_FDCWD, path, flags, mode); }
int openat(int at, const char *path, int flags, ...) { MODE(flags) return opened(at, path, flags, mode); }
int openat64(int at, const char *path, int flags, ...) { MODE(flags) return opened(at, path, flags, mode); }
