package org.inkstream.trainer.cli;

import org.inkstream.model.command.Problems;
import org.inkstream.trainer.fit.ComputingThreads;
import picocli.CommandLine.Option;

/** On how many threads a command computes, for use as a picocli mixin. */
final class ThreadsOption {

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads that compute. Default: environment variable OMP_NUM_THREADS, or 1.")
  private Integer threads;

  /** Notes what is wrong. */
  void check(Problems problems) {
    problems.check(threads == null || threads >= 1, "--threads", "1 or more");
  }

  /** From now on so many compute. To be called before the work. */
  void use() {
    if (threads != null) {
      ComputingThreads.use(threads);
    }
  }
}
