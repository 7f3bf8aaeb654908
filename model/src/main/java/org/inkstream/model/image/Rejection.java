package org.inkstream.model.image;

import java.util.Objects;

/**
 * An image event that gets no classification, or a picture that cannot be read.
 *
 * @param reason what kind of trouble it is
 * @param detail the particulars in one line, with numbers but without the event's content; may be
 *     empty
 */
public record Rejection(RejectionReason reason, String detail) implements Decoded {

  /** Checks that nothing is null. */
  public Rejection {
    Objects.requireNonNull(reason, "reason");
    Objects.requireNonNull(detail, "detail");
  }
}
