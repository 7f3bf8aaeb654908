package org.inkstream.model.corruption;

import java.util.Locale;

/** How strong a shift of "Failing Loudly" is. */
enum Intensity {
  SMALL,
  MEDIUM,
  LARGE;

  /** From its name in lower case; what is none throws IllegalArgumentException. */
  static Intensity parse(String text) {
    for (Intensity intensity : values()) {
      if (intensity.toString().equals(text)) {
        return intensity;
      }
    }
    throw new IllegalArgumentException(text);
  }

  /** One number for each intensity. */
  double of(double small, double medium, double large) {
    return switch (this) {
      case SMALL -> small;
      case MEDIUM -> medium;
      case LARGE -> large;
    };
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
