/* One handler that does no more than what signals allow. */
#include "cli/interrupt.h"

#include "cli/command.h"

#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <unistd.h>

static volatile sig_atomic_t held, came;

static void on_signal(int number)
{
    (void)number;
    if (!held || came)
        _exit(CODE_INTERRUPTED);
    came = 1;
}

void interrupt_init(void)
{
    static const int heard[] = {SIGINT, SIGTERM, SIGHUP};
    struct sigaction action = {.sa_handler = on_signal, .sa_flags = SA_RESTART}, before;
    for (size_t i = 0; i < sizeof(heard) / sizeof(heard[0]); i++)
        if (sigaction(heard[i], NULL, &before) == 0 && before.sa_handler != SIG_IGN)
            sigaction(heard[i], &action, NULL);
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN);
}

void interrupt_hold(void)
{
    held = 1;
}

bool interrupt_came(void)
{
    return came;
}
