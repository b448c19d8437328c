"""The e-office store: tables, originals, index and audit."""
