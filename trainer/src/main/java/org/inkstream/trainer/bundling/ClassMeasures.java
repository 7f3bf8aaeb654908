package org.inkstream.trainer.bundling;

import java.util.ArrayList;
import java.util.List;

/**
 * One class in a confusion matrix.
 *
 * @param images that are of it
 * @param recall share of them that is recognised; null if there are none
 * @param precision share of what is called so that is right; null if nothing is
 */
public record ClassMeasures(long images, Double recall, Double precision) {

  /**
   * One for each class.
   *
   * @param confusion rows are true classes, columns predicted ones
   */
  public static List<ClassMeasures> of(int[][] confusion) {
    List<ClassMeasures> all = new ArrayList<>();
    for (int label = 0; label < confusion.length; label++) {
      long images = 0;
      long called = 0;
      for (int other = 0; other < confusion.length; other++) {
        images += confusion[label][other];
        called += confusion[other][label];
      }
      double right = confusion[label][label];
      all.add(
          new ClassMeasures(
              images, images == 0 ? null : right / images, called == 0 ? null : right / called));
    }
    return all;
  }
}
