package org.inkstream.bench;

import java.util.Arrays;
import java.util.List;
import org.inkstream.bench.features.FeaturesChild;
import org.inkstream.bench.run.AgreementCheck;
import org.inkstream.bench.run.Arguments;
import org.inkstream.bench.run.Parent;
import org.inkstream.bench.scorer.ScorerChild;
import org.inkstream.bench.stream.AppChild;
import org.inkstream.bench.swap.ServeChild;

/** What a fresh JVM runs: one role, then it ends. */
final class ChildMain {

  private ChildMain() {}

  /** The role, then {@code name=value} each. */
  public static void main(String[] words) throws Exception {
    Parent parent = Parent.connect();
    List<String> rest = Arrays.asList(words).subList(1, words.length);
    switch (words[0]) {
      case AgreementCheck.ROLE -> AgreementCheck.predict(Arguments.parse(rest), parent);
      case ScorerChild.ROLE -> ScorerChild.run(Arguments.parse(rest), parent);
      case FeaturesChild.ROLE -> FeaturesChild.run(Arguments.parse(rest), parent);
      case AppChild.ROLE -> AppChild.run(Arguments.parse(rest), parent);
      case ServeChild.ROLE -> ServeChild.run(Arguments.parse(rest), parent);
      default -> throw new IllegalArgumentException("no role " + words[0]);
    }
    parent.done();
    // Native libraries may have left threads that would keep the process.
    System.exit(0);
  }
}
