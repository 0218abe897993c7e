"""The page a test mail leads to before a study is launched."""
