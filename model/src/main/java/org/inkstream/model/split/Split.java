package org.inkstream.model.split;

import java.util.LinkedHashMap;
import java.util.Map;
import org.inkstream.model.idx.ImageSet;

/**
 * The parts of a data set. No image is in two of them.
 *
 * @param train fits the weights
 * @param validation stops the training, chooses the epoch, fits the temperature
 * @param profile is the drift reference, and nothing else
 * @param test measures the result, or is streamed; nothing is chosen by it
 */
public record Split(ImageSet train, ImageSet validation, ImageSet profile, ImageSet test) {

  /** The digest of each part by its name, for the record of how a network was made. */
  public Map<String, String> digests() {
    Map<String, String> digests = new LinkedHashMap<>();
    digests.put("train", train.digest());
    digests.put("validation", validation.digest());
    digests.put("profile", profile.digest());
    digests.put("test", test.digest());
    return digests;
  }
}
