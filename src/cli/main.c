/* The program: looks up the subcommand and runs it. */
#include <sightline/sightline.h>
#include <stdio.h>

int main(void)
{
    printf("sightline %s\n", sl_version());
    return 0;
}
