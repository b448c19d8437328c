"""The application: records, settings, the flow and the command."""
