import { expect, test } from "vitest";
import { personName, emailAddress, tidy } from "./input.ts";
import { deviceName, domainApproved, passwordProblem, summaryHtml, summaryText } from "./rules.ts";

const about = { name: "Dr Priya Nair", email: "p.nair@southmere.example" };

test.each(["slow tide over sand", "🦩🦩 flamingo on ward 7", "aaaabbbbccccdddd", "x".repeat(11) + "yz"])(
  "a long password of any composition is taken: %s",
  (password) => expect(passwordProblem(password, about)).toBeNull(),
);

test.each([
  ["eleven char", /12 characters/],
  ["x".repeat(201), /200/],
  ["PasswordPassword", /guess/],
  ["aaaaaaaaaaaaaa", /guess/],
  ["abcdefghijklmn", /guess/],
  ["zyxwvutsrqpo", /guess/],
  ["my name is PRIYA really", /name/],
  ["xx p.nair yy zz", /name/],
  ["drpriyanair2026", /name/],
  ["dr-priya nair 2026", /name/],
])("a weak password is refused with the reason: %s", (password, reason) => {
  expect(passwordProblem(password, about)).toMatch(reason);
});

test("a domain approves its own addresses and its subdomains', nobody else's", () => {
  const approved = (email: string) => domainApproved(email, ["northshore.example"]);
  expect(approved("a@northshore.example")).toBe(true);
  expect(approved("a@wards.northshore.example")).toBe(true);
  expect(approved("a@notnorthshore.example")).toBe(false);
  expect(approved("a@northshore.example.evil.example")).toBe(false);
  expect(approved("northshore.example@evil.example")).toBe(false);
});

test("names keep their script and lose what would disturb a page", () => {
  expect(tidy("  Zoë\u0000  O’Brien\n")).toBe("Zoë O’Brien");
  expect(tidy("Priya\u202Egnp.exe")).toBe("Priyagnp.exe");
  expect(personName.safeParse("李小龙").success).toBe(true);
  expect(personName.safeParse("   ").success).toBe(false);
  expect(personName.safeParse("12345").success).toBe(false);
  expect(personName.safeParse("x".repeat(101)).success).toBe(false);
  expect(personName.safeParse(["a", "b"]).success).toBe(false);
});

test("addresses are compared in lower case, and carry no second line into a mail", () => {
  expect(emailAddress.parse(" Ada@North.Example ")).toBe("ada@north.example");
  expect(emailAddress.safeParse("a@north.example\nBcc: all@x.example").success).toBe(false);
  expect(emailAddress.safeParse("a@b").success).toBe(false);
});

test("a summary keeps its words and lines, and none of its HTML works", () => {
  const text = 'Sepsis & falls <script>alert("1")</script>\nNights\n\nAsk me';
  expect(summaryHtml(text)).toBe(
    "<p>Sepsis &amp; falls &lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;<br>Nights</p><p>Ask me</p>",
  );
  expect(summaryText(summaryHtml(text))).toBe(text);
  expect(summaryText(summaryHtml("&lt;p&gt; as typed"))).toBe("&lt;p&gt; as typed");
});

test("a session is named by browser and system", () => {
  expect(deviceName("Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0")).toBe(
    "Firefox on Windows",
  );
  expect(deviceName(null)).toBe("Unknown device");
});
