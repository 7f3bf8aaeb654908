package org.inkstream.model.dataset;

/** What becomes of images that are not 28 x 28. */
public enum Sizing {
  /** They are made into 28 x 28 as MNIST's were; sizes may be mixed. */
  FITTED,
  /** They stay as they are, and all must have one size. */
  AS_IS
}
