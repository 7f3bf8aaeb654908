package org.inkstream.model.corruption;

import java.util.random.RandomGenerator;

/**
 * An upright stripe in the middle of the image stays as it is; to its left and right ink and
 * background change places. (So do the images of MNIST-C; its paper's words can also be read the
 * other way round.)
 *
 * @param share of the width that changes, half of it at each side
 */
record Stripe(double share) implements Change {

  @Override
  public byte[] apply(byte[] pixels, int width, int height, RandomGenerator random) {
    double side = width * share / 2;
    byte[] striped = pixels.clone();
    for (int i = 0; i < striped.length; i++) {
      double middle = i % width + 0.5;
      if (middle < side || middle >= width - side) {
        striped[i] = (byte) ~striped[i];
      }
    }
    return striped;
  }

  @Override
  public String toString() {
    return "stripe:" + Amounts.text(share);
  }
}
