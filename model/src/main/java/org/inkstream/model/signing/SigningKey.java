package org.inkstream.model.signing;

import java.security.PrivateKey;

/** A private key that signs. Safe for use by many threads. */
public final class SigningKey {

  private final PrivateKey key;
  private final String id;

  SigningKey(PrivateKey key, String id) {
    this.key = key;
    this.id = id;
  }

  /** The id of its public key. */
  public String id() {
    return id;
  }

  /** The signature of these bytes; the same bytes always have the same. */
  public DetachedSignature sign(byte[] message) {
    return new DetachedSignature(id, Ed25519.sign(key, message));
  }
}
