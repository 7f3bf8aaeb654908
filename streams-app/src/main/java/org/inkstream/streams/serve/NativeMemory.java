package org.inkstream.streams.serve;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bytedeco.javacpp.Pointer;

/** How much native memory loaded versions may take. */
final class NativeMemory {

  private static final Pattern SIZE = Pattern.compile("([1-9][0-9]{0,11})([kKmMgG]?)");
  private static final int SHARE = 4;

  private NativeMemory() {}

  /**
   * A quarter of what the machine or the container has, as the JDK sees it; but no more than the
   * native library may allocate in this process.
   */
  static long usual() {
    return usual(ofMachine(), Pointer.maxBytes());
  }

  /** What the machine has, or the container may use, as the JDK sees it; if it does. */
  static long ofMachine() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
        ? system.getTotalMemorySize()
        : Long.MAX_VALUE;
  }

  /**
   * The same for these numbers.
   *
   * @param limit of the native library; 0 for none
   */
  static long usual(long machine, long limit) {
    long quarter = Math.max(1, machine / SHARE);
    return limit > 0 ? Math.min(quarter, limit) : quarter;
  }

  /** Bytes from a text such as 512m; empty if it is none, or above what a process can have. */
  static Optional<Long> parse(String text) {
    Matcher size = SIZE.matcher(text);
    if (!size.matches()) {
      return Optional.empty();
    }
    int shift =
        switch (size.group(2)) {
          case "k", "K" -> 10;
          case "m", "M" -> 20;
          case "g", "G" -> 30;
          default -> 0;
        };
    long number = Long.parseLong(size.group(1));
    return number > Long.MAX_VALUE >> shift ? Optional.empty() : Optional.of(number << shift);
  }
}
