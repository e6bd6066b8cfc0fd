import type { Person } from "../script.ts";

const harbour = "Harbour Community Trust";

/** Nobody of them exists. */
export const people = {
  imran: {
    name: "Imran Sheikh",
    home: "north",
    job: "Digital services manager",
    place: "Trust headquarters",
    administrator: true,
  },
  amara: {
    name: "Dr Amara Okafor",
    home: "north",
    job: "Consultant, acute medicine",
    place: "North Shore General",
    about: "Acute physician. I look after the front door, and chair the sepsis group. Ask me about huddles.",
  },
  helen: {
    name: "Helen Ashworth",
    home: "north",
    job: "Sepsis and falls lead nurse",
    place: "North Shore General",
  },
  margaret: {
    name: "Margaret Doyle",
    home: "north",
    job: "Deputy chief operating officer",
    place: "Trust headquarters",
  },
  kofi: { name: "Kofi Boateng", home: "north", job: "Discharge coordinator", place: "North Shore General" },
  ruth: {
    name: "Ruth Llewellyn",
    home: "north",
    job: "Antimicrobial pharmacist",
    place: "Eastcliff Hospital",
  },
  daniel: { name: "Daniel Price", home: "north", job: "Foundation doctor", place: "Eastcliff Hospital" },
  sunita: {
    name: "Sunita Rao",
    home: "north",
    job: "Patient partner",
    place: "Eastcliff",
    about: "I had sepsis some years ago, and I read your leaflets before anybody else has to.",
  },

  tom: {
    name: "Tom Whitfield",
    home: "south",
    job: "Networks and communities manager",
    place: "Southmere House",
    administrator: true,
    about: "I look after this site. If something is in your way, tell me.",
  },
  priya: {
    name: "Priya Nair",
    home: "south",
    job: "Improvement lead",
    place: "Southmere House",
    about: "Nurse by training, improver by accident. Falls, deterioration, and meetings that end early.",
  },
  joseph: {
    name: "Joseph Mensah",
    home: "south",
    job: "Ward manager",
    place: "Harbour Hospital",
    organisation: harbour,
  },
  gwen: {
    name: "Gwen Rees",
    home: "south",
    job: "Night practitioner",
    place: "Harbour Hospital",
    organisation: harbour,
  },
  gareth: {
    name: "Gareth Pugh",
    home: "south",
    job: "Physiotherapist",
    place: "Harbour Hospital",
    organisation: harbour,
  },
  samir: { name: "Samir Khan", home: "south", job: "Falls prevention lead", place: "Southmere House" },
  lucy: {
    name: "Dr Lucy Adeyemi",
    home: "south",
    job: "GP partner",
    place: "Saltmarsh",
    organisation: "Saltmarsh Surgery",
  },
  bea: { name: "Beatrice Holt", home: "south", job: "Data analyst", place: "Southmere House" },

  owen: {
    name: "Owen Bright",
    home: "lake",
    job: "Digital and data officer",
    place: "Civic Centre",
    administrator: true,
  },
  ellen: {
    name: "Ellen Boyd",
    home: "lake",
    job: "Service manager, reablement",
    place: "Civic Centre",
    about: "Twenty years between hospital and home. I keep a list of things we stopped doing.",
  },
  fiona: {
    name: "Fiona Mackay",
    home: "lake",
    job: "Social worker, hospital team",
    place: "North Shore General",
  },
  nadia: { name: "Nadia Rahman", home: "lake", job: "Occupational therapist", place: "Millbrook" },
  marcus: { name: "Marcus Chen", home: "lake", job: "Housing standards officer", place: "Civic Centre" },
  yusuf: {
    name: "Yusuf Ali",
    home: "lake",
    job: "Community connector",
    place: "Millbrook",
    organisation: "Lakeside Voluntary Action",
  },
  grace: { name: "Grace Tembo", home: "lake", job: "Carers' lead", place: "Civic Centre" },
} satisfies Record<string, Person>;

export type Who = keyof typeof people;
