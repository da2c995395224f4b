/*
 * Weighted orthogonal Procrustes. The 3x3 singular value decomposition is that of M'M by Jacobi's turns. M'M halves the
 * digits of small singular values; in double, and with the third direction taken from the other two, none of that is seen.
 */
#include "landmark/procrustes.h"

#include <math.h>
#include <string.h>

#define LEAST 1e-9 /* kAbsoluteErrorEps of the original */

static double dot(const double *a, const double *b)
{
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

static void cross(const double *a, const double *b, double *out)
{
    out[0] = a[1] * b[2] - a[2] * b[1];
    out[1] = a[2] * b[0] - a[0] * b[2];
    out[2] = a[0] * b[1] - a[1] * b[0];
}

/* One turn in the plane of p and q that makes s[p][q] zero; rows of @p axes become the eigenvectors. */
static void jacobi_turn(double s[3][3], double axes[3][3], int p, int q)
{
    if (s[p][q] == 0.0)
        return;
    double theta = (s[q][q] - s[p][p]) / (2.0 * s[p][q]);
    double t = (theta < 0.0 ? -1.0 : 1.0) / (fabs(theta) + sqrt(theta * theta + 1.0));
    double c = 1.0 / sqrt(t * t + 1.0), n = t * c;
    for (int k = 0; k < 3; k++) {
        double kp = s[k][p], kq = s[k][q];
        s[k][p] = c * kp - n * kq;
        s[k][q] = n * kp + c * kq;
    }
    for (int k = 0; k < 3; k++) {
        double pk = s[p][k], qk = s[q][k], ap = axes[p][k], aq = axes[q][k];
        s[p][k] = c * pk - n * qk;
        s[q][k] = n * pk + c * qk;
        axes[p][k] = c * ap - n * aq;
        axes[q][k] = n * ap + c * aq;
    }
}

/* Eigenvectors of a symmetric matrix as rows, the largest eigenvalue first. */
static void principal_axes(double s[3][3], double axes[3][3])
{
    memset(axes, 0, 9 * sizeof(double));
    for (int k = 0; k < 3; k++)
        axes[k][k] = 1.0;
    for (int sweep = 0; sweep < 20; sweep++) { /* it converges in five or six */
        jacobi_turn(s, axes, 0, 1);
        jacobi_turn(s, axes, 0, 2);
        jacobi_turn(s, axes, 1, 2);
    }
    for (int i = 0; i < 2; i++)
        for (int k = i + 1; k < 3; k++)
            if (s[k][k] > s[i][i]) {
                double value = s[i][i], row[3];
                s[i][i] = s[k][k];
                s[k][k] = value;
                memcpy(row, axes[i], sizeof(row));
                memcpy(axes[i], axes[k], sizeof(row));
                memcpy(axes[k], row, sizeof(row));
            }
}

static void scale_to_one(double *v)
{
    double length = sqrt(dot(v, v));
    for (int k = 0; k < 3; k++)
        v[k] /= length;
}

/* Where the matrix leads the second axis, square to the first; any such direction when it leads it nowhere. */
static void second_direction(const double *first, const double *led, double *out)
{
    double along = dot(first, led), left = 0.0;
    for (int k = 0; k < 3; k++)
        left += fabs(out[k] = led[k] - along * first[k]);
    if (!(left > 1e-12)) {
        int least = fabs(first[0]) < fabs(first[1]) ? 0 : 1;
        double other[3] = {0};
        other[fabs(first[2]) < fabs(first[least]) ? 2 : least] = 1.0;
        cross(first, other, out);
    }
    scale_to_one(out);
}

void sl__nearest_turn(const double (*matrix)[3], double turn[3][3])
{
    double squared[3][3], v[3][3], u[3][3], led[3], largest = 0.0;
    for (int i = 0; i < 3; i++)
        for (int k = 0; k < 3; k++)
            squared[i][k] = matrix[0][i] * matrix[0][k] + matrix[1][i] * matrix[1][k] + matrix[2][i] * matrix[2][k];
    principal_axes(squared, v);
    for (int i = 0; i < 3; i++)
        u[0][i] = dot(matrix[i], v[0]);
    largest = sqrt(dot(u[0], u[0]));
    scale_to_one(u[0]);
    for (int i = 0; i < 3; i++)
        led[i] = dot(matrix[i], v[1]) / largest;
    second_direction(u[0], led, u[1]);
    cross(u[0], u[1], u[2]);
    cross(v[0], v[1], v[2]); /* both thirds this way: what remains is a turn, as after the original's sign change */
    for (int i = 0; i < 3; i++)
        for (int k = 0; k < 3; k++)
            turn[i][k] = u[0][i] * v[0][k] + u[1][i] * v[1][k] + u[2][i] * v[2][k];
}

/* Sum of weight * target * (source - mean)'. */
static void design(const double (*source)[3], const double (*target)[3], const double *weight, int count, const double *mean,
                   double out[3][3])
{
    memset(out, 0, 9 * sizeof(double));
    for (int n = 0; n < count; n++)
        for (int i = 0; i < 3; i++)
            for (int k = 0; k < 3; k++)
                out[i][k] += weight[n] * target[n][i] * (source[n][k] - mean[k]);
}

static void weighted_mean(const double (*points)[3], const double *weight, int count, double *mean)
{
    double total = 0.0;
    mean[0] = mean[1] = mean[2] = 0.0;
    for (int n = 0; n < count; n++) {
        total += weight[n];
        for (int k = 0; k < 3; k++)
            mean[k] += weight[n] * points[n][k];
    }
    for (int k = 0; k < 3; k++)
        mean[k] /= total;
}

bool sl__procrustes_solve(const double (*source)[3], const double (*target)[3], const double *weight, int count,
                          struct sl__similarity *fit)
{
    struct sl__similarity found;
    double source_mean[3], target_mean[3], matrix[3][3], size = 0.0, above = 0.0, below = 0.0;
    weighted_mean(source, weight, count, source_mean);
    weighted_mean(target, weight, count, target_mean);
    design(source, target, weight, count, source_mean, matrix);
    for (int i = 0; i < 3; i++)
        size += dot(matrix[i], matrix[i]);
    if (!(sqrt(size) > LEAST && isfinite(size)))
        return false;
    sl__nearest_turn((const double(*)[3])matrix, found.rotation);
    for (int i = 0; i < 3; i++)
        above += dot(found.rotation[i], matrix[i]);
    for (int n = 0; n < count; n++)
        for (int k = 0; k < 3; k++)
            below += weight[n] * (source[n][k] - source_mean[k]) * source[n][k];
    if (!(below > LEAST && above / below > LEAST))
        return false;
    found.scale = above / below;
    for (int i = 0; i < 3; i++)
        found.shift[i] = target_mean[i] - found.scale * dot(found.rotation[i], source_mean);
    *fit = found;
    return true;
}
