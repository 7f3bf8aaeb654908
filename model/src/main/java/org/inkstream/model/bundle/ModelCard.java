package org.inkstream.model.bundle;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * What a bundle tells people about its model, as Markdown. Anybody may have written it, so that it
 * is bounded and of characters that a terminal only shows: no control characters but line feed and
 * tab, and none that are invisible or turn the direction of writing. Immutable; safe for use by
 * many threads.
 *
 * @param text at most {@value #MOST_BYTES} bytes in UTF-8
 */
public record ModelCard(String text) {

  /** More than this nobody reads. */
  public static final int MOST_BYTES = 1 << 16;

  private static final String CUT = "\n(cut short)\n";

  /**
   * Checks.
   *
   * @throws IllegalArgumentException if it is too long, or has a character that is not for showing,
   *     which is told with its line
   */
  public ModelCard {
    int bytes = text.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > MOST_BYTES) {
      throw new IllegalArgumentException(
          "%d bytes, a card has %d at most".formatted(bytes, MOST_BYTES));
    }
    int line = 1;
    for (int at = 0; at < text.length(); at += Character.charCount(text.codePointAt(at))) {
      int character = text.codePointAt(at);
      if (!isShown(character)) {
        throw new IllegalArgumentException(
            "line %d has U+%04X, which is not for showing".formatted(line, character));
      }
      line += character == '\n' ? 1 : 0;
    }
  }

  /**
   * The card in a file.
   *
   * @throws IllegalArgumentException if it is no UTF-8, or none that may be in a card
   */
  static ModelCard of(byte[] utf8) {
    // Before it is decoded, which takes twice the room and more.
    if (utf8.length > MOST_BYTES) {
      throw new IllegalArgumentException(
          "%d bytes, a card has %d at most".formatted(utf8.length, MOST_BYTES));
    }
    try {
      return new ModelCard(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString());
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("no UTF-8", e);
    }
  }

  /**
   * A card of any text: characters that are not for showing are replaced by U+FFFD, and what is too
   * long ends early and says so.
   */
  public static ModelCard showing(String text) {
    StringBuilder shown = new StringBuilder(text.length());
    int left = MOST_BYTES - CUT.length();
    boolean whole = true;
    for (int at = 0; whole && at < text.length(); ) {
      int character = text.codePointAt(at);
      at += Character.charCount(character);
      String one = Character.toString(isShown(character) ? character : 0xFFFD);
      left -= one.getBytes(StandardCharsets.UTF_8).length;
      whole = left >= 0;
      if (whole) {
        shown.append(one);
      }
    }
    return new ModelCard(shown + (whole ? "" : CUT));
  }

  byte[] bytes() {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static boolean isShown(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL -> character == '\n' || character == '\t';
      case Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
