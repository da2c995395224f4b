/* What can be set by flags, configuration file and environment, as tables. */
#ifndef SL_CLI_SETTINGS_H
#define SL_CLI_SETTINGS_H

#include "base/options.h"
#include <sightline/engine.h>

/** run.*: how a run goes. */
struct run_settings {
    int pace;  ///< enum sl__pace
    int pts;   ///< enum sl__pts
    int limit;
    bool quiet, verbose;
};

/** engine.*: which engine computes the models, and where things lie. */
struct engine_settings {
    int engine; ///< enum sl_engine, of those that users may choose
    int precision;
    int threads;
    char *model_dir, *cache_dir;
};

extern const struct sl__options run_options, engine_options;

/* Of the analysers, in the names of mp.solutions; each fills the analyser's public struct. Those without keys have no rows. */
extern const struct sl__options hands_options, pose_options, face_mesh_options, face_detection_options, holistic_options;
extern const struct sl__options gestures_options, head_pose_options, gaze_options, mood_options;

/** share.*: how frames are shared. */
struct share_settings {
    int format; ///< enum share_format
    char *size; ///< WxH; NULL: the source's
    float fps;  ///< 0: the source's
    int slots, readers;
    bool fast, framebuffer, retry;
    int stall_s;
    bool quiet, verbose;
};

extern const struct sl__options share_options;

/** Those of a run, whose keys are flags there, ended by NULL. */
extern const struct sl__options *const run_tables[];

/** All tables in the order in which files and pages show them, ended by NULL. */
extern const struct sl__options *const all_options[];

/**
 * The engine's options with "auto" decided. The texts are borrowed from @p settings.
 * @return 0, or -EINVAL when engine and precision do not go together
 */
int settings_engine(const struct engine_settings *settings, struct sl_engine_opts *opts, struct sl_error *why);

/**
 * Configuration file and environment into the settings. The file is @p path, else $SIGHTLINE_CONFIG, else sightline.conf in
 * $XDG_CONFIG_HOME (or ~/.config) where there is one. Keys of tables that are not bound are checked and forgotten.
 * 0, -EINVAL, -ENOENT ... with a sentence.
 */
int settings_read(const struct sl__options_binding *bindings, const char *path, struct sl_error *why);

#endif
