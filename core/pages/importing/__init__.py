"""Take-over of what is there: members, people, places from a spreadsheet, seen row by row before anything happens."""
