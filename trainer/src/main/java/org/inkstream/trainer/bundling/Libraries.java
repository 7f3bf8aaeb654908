package org.inkstream.trainer.bundling;

import java.util.LinkedHashMap;
import java.util.Map;
import org.nd4j.versioncheck.VersionCheck;
import org.nd4j.versioncheck.VersionInfo;

/** Which libraries and which machine a network was trained with. */
final class Libraries {

  private Libraries() {}

  /** Versions by name. */
  static Map<String, String> versions() {
    Map<String, String> versions = new LinkedHashMap<>();
    for (VersionInfo info : VersionCheck.getVersionInfos()) {
      versions.put(info.getArtifactId(), info.getBuildVersion());
    }
    versions.put("java", System.getProperty("java.version"));
    versions.put("os", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    String own = Libraries.class.getPackage().getImplementationVersion();
    if (own != null) {
      versions.put("inkstream", own);
    }
    return versions;
  }
}
