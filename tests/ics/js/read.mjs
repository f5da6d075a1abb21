// Prints what ical.js reads in the calendar files named: an object of {uid: {at, day, alarms, status}}.
// Zones are taken from each file alone, so that its VTIMEZONE is what is read.
import { readFileSync } from "node:fs";
import ICAL from "ical.js";

const found = {};
for (const path of process.argv.slice(2)) {
  const calendar = new ICAL.Component(ICAL.parse(readFileSync(path, "utf8")));
  ICAL.TimezoneService.reset();
  for (const zone of calendar.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(zone);
  for (const component of calendar.getAllSubcomponents("vevent")) {
    const event = new ICAL.Event(component);
    const begins = event.startDate;
    found[event.uid] = {
      at: begins.isDate ? null : begins.toJSDate().toISOString(),
      day: begins.isDate ? begins.toString() : null,
      alarms: component.getAllSubcomponents("valarm").map((one) => one.getFirstPropertyValue("trigger").toString()),
      status: component.getFirstPropertyValue("status"),
    };
  }
}
console.log(JSON.stringify(found));
