// Read an iCalendar object from standard input and write what ical.js makes of each event, as JSON, one list.
// Times come out as local wall time in their zone, and as the moment in UTC that the file's own VTIMEZONE gives.
import { readFileSync } from "node:fs";
import ICAL from "ical.js";

ICAL.design.strict = true;
const calendar = new ICAL.Component(ICAL.parse(readFileSync(0, "utf-8")));

for (const zone of calendar.getAllSubcomponents("vtimezone")) {
  ICAL.TimezoneService.register(zone);
}

function told(time) {
  return {
    local: time.toString(),
    zone: time.isDate ? "date" : time.zone.tzid,
    utc: time.isDate ? null : new Date(time.toUnixTime() * 1000).toISOString(),
  };
}

const events = calendar.getAllSubcomponents("vevent").map((component) => {
  const event = new ICAL.Event(component, { exceptions: [] });
  return {
    uid: event.uid,
    summary: event.summary,
    location: event.location,
    description: event.description,
    sequence: event.sequence,
    status: component.getFirstPropertyValue("status"),
    start: told(event.startDate),
    end: told(event.endDate),
    attendees: event.attendees.map((attendee) => attendee.getFirstValue()),
    organizer: event.organizer,
  };
});

console.log(JSON.stringify({ method: calendar.getFirstPropertyValue("method"), events }));
