package org.inkstream.trainer.publish;

/** A version that is published with other bytes. The message is one line for people. */
public final class VersionTakenException extends Exception {

  VersionTakenException(String version, String published, String offered) {
    super(
        "version %s is published with SHA-256 %s; this bundle has %s: a version is its bytes, and a signature is part of them"
            .formatted(version, published, offered));
  }
}
