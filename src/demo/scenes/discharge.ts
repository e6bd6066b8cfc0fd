import type { Scene } from "../script.ts";

export const discharge: Scene = {
  where: "discharge",
  discussions: [
    {
      by: "margaret",
      at: "20d 09:00",
      pinned: "20d 09:05",
      locked: "17d 12:00",
      title: "Terms of reference, version 3",
      text: "Three changes to version 2: primary care has a seat, decisions between meetings are taken here, and a decision needs a name and a date or it is not one. Agreed on Friday at noon unless somebody objects.",
      likes: ["ellen"],
      comments: [
        {
          by: "ellen",
          at: "18d 10:30",
          text: "Agreed for Lakeside. Thank you for the third one.",
        },
      ],
    },
    {
      by: "amara",
      at: "12d 08:30",
      title: "Criteria-led discharge at weekends",
      text: "On Saturdays we discharge half of what we do on Fridays, and nobody is half as well. I propose that nurses discharge against written criteria on four wards, Saturdays only, for eight weeks.",
      likes: ["kofi"],
      comments: [
        {
          by: "kofi",
          at: "12d 11:10",
          text: "Yes, if the medicines are ready on Friday. Otherwise people are free to go and sit there until Monday with me.",
        },
        {
          by: "fiona",
          at: "11d 14:20",
          text: 'There is one social worker on Saturdays for the whole site. More people going home is good, more people going home to nothing is not. Could the criteria say "no new support needed"?',
          likes: ["ellen"],
          replies: [
            {
              by: "amara",
              at: "10d 08:15",
              text: "They can. It leaves about two thirds. I would rather have those two thirds than a perfect plan.",
            },
          ],
        },
        {
          by: "margaret",
          at: "6d 12:05",
          text: 'Decided: four wards, Saturdays, eight weeks, "no new support needed". Amara reports on the 30th.',
          likes: ["amara", "kofi"],
        },
      ],
    },
    {
      by: "kofi",
      at: "8d 15:30",
      title: "Pharmacy at 11:00, transport at 16:00",
      text: "Medicines come to the lounge at 11:00 on a good day. Transport is booked for 16:00 because in the past medicines came at 15:30. Five hours in a chair, for nobody's convenience. Transport will change if we promise 12:00. Can we?",
      comments: [
        {
          by: "amara",
          at: "8d 18:00",
          text: "If we write the prescriptions the day before. We say that every year.",
          likes: ["kofi"],
        },
        {
          by: "lucy",
          at: "7d 12:40",
          text: "From outside: people who get home before two can still reach us with a question on the same day. After four they ring 111 or they wait.",
        },
        {
          by: "margaret",
          at: "5d 09:00",
          text: "I will not promise it for the site. I will promise it for two wards for a month, if {kofi} posts the times every Friday.",
          replies: [
            {
              by: "kofi",
              at: "1d 16:30",
              text: "First Friday: 17 of 22 before noon. The five were one clinic letter, twice a missing signature and two I cannot explain.",
              likes: ["margaret", "amara"],
            },
          ],
        },
      ],
    },
    {
      by: "margaret",
      at: "5d 14:10",
      title: "Twenty-one days and over: what is the weekly review for?",
      text: "We spend three hours on it every Wednesday. I looked at the notes of ten weeks: the same words for the same reasons. What would you lose if it were one hour?",
      likes: ["ellen"],
      comments: [
        {
          by: "ellen",
          at: "4d 11:00",
          text: "Nothing, if the hour is only for those where *somebody in the room* can move something by Thursday.",
          likes: ["margaret", "fiona"],
        },
        {
          by: "fiona",
          at: "3d 09:45",
          text: "I would lose the one place where a consultant hears how long a placement takes. But two hours of it are me reading aloud.",
          likes: ["margaret"],
        },
        {
          by: "margaret",
          at: "6h",
          text: "One hour from next week, by Ellen's rule. Everything else on a list that people read beforehand. We look again after four.",
          likes: ["ellen", "fiona"],
        },
      ],
    },
  ],
};
