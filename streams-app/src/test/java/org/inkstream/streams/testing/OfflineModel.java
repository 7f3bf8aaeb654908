package org.inkstream.streams.testing;

import org.inkstream.schemas.Classification;

/** A version that a test publishes, with what it answers where no Kafka is. */
public interface OfflineModel {

  /** Its name in the registry. */
  String version();

  /**
   * Fails unless an answer is what this model says of an image.
   *
   * @param answer as it came from Kafka
   * @param pixels of the image, 28 x 28
   */
  void check(Classification answer, byte[] pixels);
}
