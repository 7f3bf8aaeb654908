package org.inkstream.model.signing;

import java.util.List;

/** What the signatures of some bytes are worth to somebody who trusts some keys. */
public sealed interface Verdict {

  /**
   * Signed by at least one trusted key.
   *
   * @param keyIds the trusted keys that did
   */
  record Trusted(List<String> keyIds) implements Verdict {}

  /** Without any signature. */
  record Unsigned() implements Verdict {}

  /**
   * Signed, but by none of the trusted keys.
   *
   * @param keyIds the keys that are said to have signed
   */
  record UntrustedKeys(List<String> keyIds) implements Verdict {}

  /**
   * No trusted key signed these bytes, though signatures name some.
   *
   * @param keyIds the trusted keys that are named
   */
  record Wrong(List<String> keyIds) implements Verdict {}
}
