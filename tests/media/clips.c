/* gst-launch, as a function. */
#include "clips.h"

#include <gst/gst.h>
#include <stdarg.h>

bool element_is_there(const char *name)
{
    gst_init(NULL, NULL);
    GstElementFactory *factory = gst_element_factory_find(name);
    if (factory)
        gst_object_unref(factory);
    return factory != NULL;
}

bool clip_make(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    gchar *description = g_strdup_vprintf(format, args);
    va_end(args);
    gst_init(NULL, NULL);
    GstElement *pipeline = gst_parse_launch_full(description, NULL, GST_PARSE_FLAG_FATAL_ERRORS, NULL);
    g_free(description);
    if (!pipeline)
        return false;
    gst_element_set_state(pipeline, GST_STATE_PLAYING);
    GstBus *bus = gst_element_get_bus(pipeline);
    GstMessage *message = gst_bus_timed_pop_filtered(bus, 60 * GST_SECOND, GST_MESSAGE_EOS | GST_MESSAGE_ERROR);
    bool good = message && GST_MESSAGE_TYPE(message) == GST_MESSAGE_EOS;
    if (message)
        gst_message_unref(message);
    gst_object_unref(bus);
    gst_element_set_state(pipeline, GST_STATE_NULL);
    gst_object_unref(pipeline);
    return good;
}
