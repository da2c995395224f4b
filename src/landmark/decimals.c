/* Rounding by way of the text: glibc prints and reads doubles exactly, as Python does. */
#include "landmark/decimals.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define LARGE 1e15 /* from here on there are no such decimals; below it the text is short */

double sl__round_decimals(double x, int decimals)
{
    char text[32];
    if (!(fabs(x) < LARGE))
        return x;
    snprintf(text, sizeof(text), "%.*f", decimals, x);
    return strtod(text, NULL); /* the same language's decimal point both ways */
}
