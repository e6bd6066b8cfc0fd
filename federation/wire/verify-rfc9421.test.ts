import { describe, expect, test } from "vitest";
import { signRequest } from "./sign-request.ts";
import { incoming, key, keyId, now, post, source } from "./test-requests.ts";
import { verifyRequest } from "./verify-request.ts";

describe("RFC 9421", () => {
  const signed = async (
    components: string,
    parameters = `;created=${now.getTime() / 1000};keyid="${keyId}"`,
  ) => {
    const { "content-digest": digest } = await signRequest(post, key, "rfc9421", now);
    return incoming({
      "content-digest": digest!,
      "signature-input": `sig1=(${components})${parameters}`,
      signature: "sig1=:AAAA:",
    });
  };

  test.each([
    ["", "@method and @target-uri and content-digest"],
    ['"@method" "@target-uri"', "content-digest"],
    ['"@method" "content-digest"', "@target-uri"],
    ['"@method" "@path" "content-digest"', "@target-uri"],
    ['"@target-uri" "content-digest"', "@method"],
  ])("a signature over (%s) is refused: Fedify alone would not ask for more", async (components, missing) => {
    expect(await verifyRequest(await signed(components), source(), now)).toMatchObject({
      ok: false,
      status: 400,
      problem: `The signature has to cover ${missing}.`,
    });
  });

  test.each([
    ['"@method";req "@target-uri" "content-digest"', undefined],
    ['"@method" "@method" "@target-uri" "content-digest"', undefined],
    ['"@method" "@target-uri" "content-digest"', ";created=1"],
    ['"@method" "@target-uri" "content-digest"', `;keyid="${keyId}"`],
    ['"@method" "@target-uri" "content-digest"', ""],
    ['"@method" "@target-uri', undefined],
  ])("what is not of the form is malformed: (%s)%s", async (components, parameters) => {
    expect(await verifyRequest(await signed(components, parameters), source(), now)).toMatchObject({
      ok: false,
      kind: "malformed",
    });
  });

  test("of several signatures the one that names key and time counts", async () => {
    const headers = await signRequest(post, key, "rfc9421", now);
    const request = incoming({
      ...headers,
      "signature-input": `proxy=("@method");created=1, ${headers["signature-input"]}`,
      signature: `proxy=:AAAA:, ${headers.signature}`,
    });
    expect(await verifyRequest(request, source(), now)).toMatchObject({ ok: true });
  });
});
