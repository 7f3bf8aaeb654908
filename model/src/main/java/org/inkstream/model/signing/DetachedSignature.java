package org.inkstream.model.signing;

import java.util.Objects;

/**
 * An Ed25519 signature of some bytes that are kept elsewhere.
 *
 * @param keyId of the key that is said to have made it, see {@link KeyFiles#id}
 * @param signature 64 bytes
 */
public record DetachedSignature(String keyId, byte[] signature) {

  private static final int BYTES = 64;

  /**
   * Checks and copies.
   *
   * @throws IllegalArgumentException if it cannot be one
   */
  public DetachedSignature {
    Objects.requireNonNull(keyId, "keyId");
    Objects.requireNonNull(signature, "signature");
    if (!keyId.matches("[0-9a-f]{16}")) {
      throw new IllegalArgumentException("a key id that is not 16 hexadecimal digits");
    }
    if (signature.length != BYTES) {
      throw new IllegalArgumentException("a signature of " + signature.length + " bytes");
    }
    signature = signature.clone();
  }

  @Override
  public byte[] signature() {
    return signature.clone();
  }
}
