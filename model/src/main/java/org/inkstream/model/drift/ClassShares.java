package org.inkstream.model.drift;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.inkstream.schemas.ClassShare;

/** The class mix of a window. */
final class ClassShares {

  private ClassShares() {}

  /** The predictions alone. */
  static List<ClassShare> of(WindowCounts counts) {
    List<ClassShare> shares = new ArrayList<>();
    for (int label = 0; label < counts.classes(); label++) {
      shares.add(share(counts, label, Integer.toString(label), null, null));
    }
    return shares;
  }

  /** The predictions beside the reference's, and what they say of the true classes. */
  static List<ClassShare> of(WindowCounts counts, ReferenceProfile profile) {
    List<String> names = profile.classNames();
    long[] reference = profile.answers().predicted();
    long[] window = new long[reference.length];
    for (int label = 0; label < window.length; label++) {
      window[label] = counts.ofClass(label);
    }
    Optional<double[]> estimated = LabelShift.estimate(profile.answers().confusion(), window);
    List<ClassShare> shares = new ArrayList<>();
    for (int label = 0; label < window.length; label++) {
      int index = label;
      shares.add(
          share(
              counts,
              label,
              names.get(label),
              (double) reference[label] / profile.events(),
              estimated.map(all -> all[index]).orElse(null)));
    }
    return shares;
  }

  private static ClassShare share(
      WindowCounts counts, int label, String name, Double reference, Double estimated) {
    long count = counts.ofClass(label);
    double share = counts.events() == 0 ? 0 : (double) count / counts.events();
    return new ClassShare(label, name, count, share, reference, estimated);
  }
}
