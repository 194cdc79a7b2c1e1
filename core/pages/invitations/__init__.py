"""„Organisation einladen“: page, group and folders of an organisation at once, and a mail to who will edit it."""
