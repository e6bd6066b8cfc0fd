const hourInLondon = new Intl.DateTimeFormat("en-GB", {
  timeZone: "Europe/London",
  hour: "2-digit",
  hourCycle: "h23",
});
const titles = /^(dr|prof|professor|mr|mrs|ms|miss|mx|sir|dame|lord|lady|rev|sister)\.?$/i;

/** What one says at this time of day, to somebody by first name: "Good morning, Priya". */
export function greeting(name: string, now: Date): string {
  const hour = Number(hourInLondon.format(now));
  const time = hour < 4 ? "evening" : hour < 12 ? "morning" : hour < 18 ? "afternoon" : "evening";
  const names = name.split(/\s+/).filter((word) => word && !titles.test(word));
  // With a title alone before one name ("Dr Okafor") there is no first name to say.
  const first = names.length > 1 || names[0] === name.trim() ? names[0] : name;
  return `Good ${time}, ${first}`;
}
