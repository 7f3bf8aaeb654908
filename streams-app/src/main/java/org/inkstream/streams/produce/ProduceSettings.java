package org.inkstream.streams.produce;

import java.util.Objects;
import org.inkstream.schemas.ImageEncoding;

/**
 * What an {@link ImageProducer} sends, and how fast.
 *
 * @param source name of what the images come from, at most 200 characters, none of them controls;
 *     in every event, and the first part of its id
 * @param run tells this run from every other of the same source; letters, digits, '.', '_'
 * @param encoding how the pixels are encoded; not UNKNOWN
 * @param labels whether the true labels are sent too
 * @param shuffle whether the images come in a random order, another one each time through the set
 * @param repeat whether the set is gone through without end
 * @param limit most images; more than there are goes through the set again
 * @param rate images in a second; 0 for as many as Kafka takes
 * @param seed of every random choice
 */
public record ProduceSettings(
    String source,
    String run,
    ImageEncoding encoding,
    boolean labels,
    boolean shuffle,
    boolean repeat,
    long limit,
    double rate,
    long seed) {

  /** The limit that is none: once through the set, or without end if it is repeated. */
  public static final long NO_LIMIT = Long.MAX_VALUE;

  private static final int MAX_SOURCE = 200;

  /** Checks the ranges. */
  public ProduceSettings {
    if (source.isBlank()
        || source.length() > MAX_SOURCE
        || source.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          "source must have 1 to %d characters, no line breaks".formatted(MAX_SOURCE));
    }
    if (!run.matches("[A-Za-z0-9._]{1,100}")) {
      throw new IllegalArgumentException("run '" + run + "' is not letters and digits");
    }
    if (Objects.requireNonNull(encoding, "encoding") == ImageEncoding.UNKNOWN) {
      throw new IllegalArgumentException("encoding UNKNOWN");
    }
    if (limit < 1) {
      throw new IllegalArgumentException("limit " + limit + " is less than 1");
    }
    if (!(rate >= 0 && rate < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("rate " + rate + " is negative or not a number");
    }
  }

  /**
   * GRAY8 images without labels, once through the set in its order, as fast as Kafka takes them.
   */
  public static ProduceSettings of(String source, String run) {
    return new ProduceSettings(
        source, run, ImageEncoding.GRAY8, false, false, false, NO_LIMIT, 0, 0);
  }

  /** These with an encoding. */
  public ProduceSettings encodedAs(ImageEncoding other) {
    return new ProduceSettings(source, run, other, labels, shuffle, repeat, limit, rate, seed);
  }

  /** These with the true labels sent or not. */
  public ProduceSettings labelled(boolean yes) {
    return new ProduceSettings(source, run, encoding, yes, shuffle, repeat, limit, rate, seed);
  }

  /** These with a random order or the set's own. */
  public ProduceSettings shuffled(boolean yes) {
    return new ProduceSettings(source, run, encoding, labels, yes, repeat, limit, rate, seed);
  }

  /** These without end, or once through the set. */
  public ProduceSettings repeated(boolean yes) {
    return new ProduceSettings(source, run, encoding, labels, shuffle, yes, limit, rate, seed);
  }

  /** These with another limit. */
  public ProduceSettings limitedTo(long images) {
    return new ProduceSettings(source, run, encoding, labels, shuffle, repeat, images, rate, seed);
  }

  /** These with another rate. */
  public ProduceSettings atRate(double perSecond) {
    return new ProduceSettings(
        source, run, encoding, labels, shuffle, repeat, limit, perSecond, seed);
  }

  /** These with another seed. */
  public ProduceSettings seeded(long other) {
    return new ProduceSettings(source, run, encoding, labels, shuffle, repeat, limit, rate, other);
  }

  /** The id of the event with this number, which no other run uses. */
  String id(long number) {
    return source + "-" + run + "-" + number;
  }
}
