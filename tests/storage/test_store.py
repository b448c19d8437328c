from storage.store import Store


def test_migrated_again_changes_nothing(store: Store) -> None:
    store.migrate()
