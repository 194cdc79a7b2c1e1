import pytest


@pytest.fixture(autouse=True)
def _at_home(settings, tmp_path):
    """A site for this machine, whose mail goes into a folder of the test."""
    settings.BASE_URL = "http://testserver"
    settings.TRUSTED_PROXY = False
    settings.EMAIL_BACKEND = "core.mail.maildir.MaildirBackend"
    settings.MAIL_DIR = tmp_path / "mail"
