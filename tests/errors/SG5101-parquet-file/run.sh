# As on a machine without the plugin.
SYNTHGEN_PLUGIN_DIR=/nonexistent "$PROGRAM" check schema.json
