import type { Organisation, Place } from "../script.ts";

/** None of them exists. */
export const organisations: Record<Place, Organisation> = {
  north: {
    name: "North Shore Hospitals Trust",
    shortName: "North Shore",
    kind: "trust",
    odsCode: "RZ9",
    emailDomain: "northshore.example",
  },
  south: {
    name: "Southmere Care System",
    shortName: "Southmere",
    kind: "ics",
    odsCode: "QZ9",
    emailDomain: "southmere.example",
  },
  lake: {
    name: "Lakeside Council",
    shortName: "Lakeside",
    kind: "council",
    odsCode: "",
    emailDomain: "lakeside.example",
  },
};
