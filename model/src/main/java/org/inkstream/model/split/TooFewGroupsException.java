package org.inkstream.model.split;

/** There are fewer groups than parts, so that a part would have none. */
public final class TooFewGroupsException extends IllegalArgumentException {

  TooFewGroupsException(int groups, int parts) {
    super(
        "%d %s cannot be parted into %d parts"
            .formatted(groups, groups == 1 ? "group" : "groups", parts));
  }
}
