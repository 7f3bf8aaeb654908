package org.inkstream.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Writes what a fuzz target begins with. Files and not a method of the test, because what such a
 * method loads is loaded before Jazzer can watch it.
 */
public final class SeedFiles {

  private SeedFiles() {}

  /**
   * Writes {@code seed-00}, {@code seed-01} and so on, and leaves what else is there.
   *
   * @param resources {@code src/test/resources} of this module
   * @param target the class of the target
   * @param method its name
   */
  public static void write(Path resources, Class<?> target, String method, Stream<byte[]> seeds)
      throws IOException {
    Path folder =
        Files.createDirectories(
            resources.resolve(target.getName().replace('.', '/') + "Inputs").resolve(method));
    List<byte[]> all = seeds.toList();
    for (int i = 0; i < all.size(); i++) {
      Files.write(folder.resolve(String.format(Locale.ROOT, "seed-%02d", i)), all.get(i));
    }
  }
}
