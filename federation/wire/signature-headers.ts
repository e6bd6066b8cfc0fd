/** Reads the headers of both kinds of signature. What is not exactly of the form is no signature. */

export interface DraftSignature {
  keyId: string;
  algorithm: string | undefined;
  /** Names of what is covered, in order, in lower case. */
  covered: string[];
  signature: Buffer;
  /** Seconds since 1970. */
  created: number | undefined;
  expires: number | undefined;
}

const longestKeyId = 2048;
const parameter = /([A-Za-z]+)=(?:"([^"]*)"|(\d{1,12}))\s*(?:,\s*|$)/y;

/** `Signature:` of draft-cavage-http-signatures-12, section 4.1. `null` if it is malformed. */
export function readDraftSignature(header: string): DraftSignature | null {
  const parameters = new Map<string, string>();
  parameter.lastIndex = 0;
  while (parameter.lastIndex < header.length) {
    const match = parameter.exec(header);
    if (!match || parameters.has(match[1]!)) return null;
    parameters.set(match[1]!, match[2] ?? match[3]!);
  }
  const keyId = parameters.get("keyId");
  const signature = parameters.get("signature");
  if (!keyId || !signature || keyId.length > longestKeyId) return null;
  return {
    keyId,
    algorithm: parameters.get("algorithm")?.toLowerCase(),
    // Nothing said means the date alone (section 2.1.6), which is never enough here.
    covered: (parameters.get("headers") ?? "date").toLowerCase().split(" ").filter(Boolean),
    signature: Buffer.from(signature, "base64"),
    created: seconds(parameters.get("created")),
    expires: seconds(parameters.get("expires")),
  };
}

const seconds = (text: string | undefined): number | undefined => (text ? Number(text) : undefined);

export interface MessageSignature {
  label: string;
  keyId: string;
  /** Identifiers of what is covered, without parameters. */
  covered: string[];
  created: number;
  expires: number | undefined;
  /** The two headers with this signature alone. */
  input: string;
  signature: string;
}

const component = /"([a-z0-9@_-]+)"((?:;[a-z]+(?:="[^"\\]*")?)*)(?: |(?=\)))/y;
const inputParameter = /;([a-z]+)=(?:"([^"\\]*)"|(\d{1,12}))/y;
const member = /([a-z*][a-z0-9_.*-]*)=(\([^()]*\)(?:;[a-z]+=(?:"[^"\\]*"|\d{1,12}))+)\s*(?:,\s*|$)/y;
const signatureMember = /([a-z*][a-z0-9_.*-]*)=:([A-Za-z0-9+/=]+):\s*(?:,\s*|$)/y;

/**
 * `Signature-Input:` and `Signature:` of RFC 9421: the first signature that both have and that names key and time. A
 * strict part of the grammar is read, so that Fedify, which verifies it, cannot read anything else into it.
 */
export function readMessageSignature(inputHeader: string, signatureHeader: string): MessageSignature | null {
  const inputs = members(inputHeader, member);
  const signatures = members(signatureHeader, signatureMember);
  for (const [label, input] of inputs ?? []) {
    const signature = signatures?.get(label);
    const read = signature && readInput(input);
    if (read) return { ...read, label, input: `${label}=${input}`, signature: `${label}=:${signature}:` };
  }
  return null;
}

function members(header: string, form: RegExp): Map<string, string> | null {
  const found = new Map<string, string>();
  form.lastIndex = 0;
  while (form.lastIndex < header.length) {
    const match = form.exec(header);
    if (!match || found.has(match[1]!)) return null;
    found.set(match[1]!, match[2]!);
  }
  return found;
}

function readInput(
  input: string,
): Pick<MessageSignature, "keyId" | "covered" | "created" | "expires"> | null {
  const covered: string[] = [];
  component.lastIndex = 1;
  while (input[component.lastIndex] !== ")") {
    const match = component.exec(input);
    // `;req` and its like make another thing of a component: no request needs them.
    if (!match || match[2] !== "" || covered.includes(match[1]!)) return null;
    covered.push(match[1]!);
  }
  const parameters = new Map<string, string>();
  inputParameter.lastIndex = component.lastIndex + 1;
  while (inputParameter.lastIndex < input.length) {
    const match = inputParameter.exec(input);
    if (!match || parameters.has(match[1]!)) return null;
    parameters.set(match[1]!, match[2] ?? match[3]!);
  }
  const keyId = parameters.get("keyid");
  const created = seconds(parameters.get("created"));
  if (!keyId || keyId.length > longestKeyId || created === undefined) return null;
  return { keyId, covered, created, expires: seconds(parameters.get("expires")) };
}
