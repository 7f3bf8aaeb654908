package org.inkstream.trainer.imported;

/** What a file calls the thing that a layer is made of, so that a refusal can name it. */
public interface Part {

  /** Kind and name in one line, such as {@code layer 'dense_1' (Dense)}. */
  String described();

  /** A refusal that names the part. */
  default UnimportableException refused(String why) {
    return new UnimportableException(described() + ": " + why);
  }

  /** A refusal that names the part, for the reason that an exception gives. */
  default UnimportableException refused(Exception cause) {
    String why = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    return new UnimportableException(described() + ": " + oneLine(why), cause);
  }

  /** A text of the file without line breaks, cut to a length that fits a message. */
  static String oneLine(String text) {
    String line = text.replaceAll("\\p{Cntrl}+", " ").strip();
    return line.length() <= 200 ? line : line.substring(0, 200) + "…";
  }
}
