import { type SystemLog, several } from "./system-log.ts";

const STATES = "NEW,INITED,SETUP,RUNNING,COMMITTING,SUCCEEDED".split(",");

/** Messages of a state that goes over into the next: each pair is a message of its own. */
const transitions = (before: string, counts: readonly number[]): string =>
  counts
    .map((count, index) => `${count} ${before} Transitioned from ${STATES[index]!} to ${STATES[index + 1]!}`)
    .join("\n");

/** Logs in the manner of eight other systems, which the miner was not tuned on. */
export const HELD_OUT_SYSTEMS: readonly SystemLog[] = [
  {
    name: "map and reduce",
    header:
      "2015-10-18 {clock},{int} {INFO|WARN|ERROR} [RMCommunicator Allocator] org.apache.hadoop.mapreduce.v2.app.rm.RMContainerAllocator: ",
    fillers: {
      attempt: (random) =>
        `attempt_${random.integer(1e9, 2e9)}_0020_${random.pick(["m", "r"])}_00000${random.integer(0, 9)}_0`,
      node: (random) =>
        `${random.pick(["msra", "lab", "MSRA-SA"])}-${random.integer(10, 60)}.fareast.example.com`,
      type: (random) =>
        random.pick([
          "org.apache.app.job.event.TaskEventType",
          "org.apache.app.speculate.Speculator$EventType",
          "org.apache.app.MRAppMaster$ContainerAllocatorRouter",
          "org.apache.app.launcher.ContainerLauncher$EventType",
        ]),
    },
    messages: `
      420 Progress of TaskAttempt {attempt} is : {float}
      300 Address change detected. Old: {node}/{ip}:{port} New: {node}:{port}
      300 Failed to renew lease for [DFSClient_NONMAPREDUCE_{long}_1] for {int} seconds.  Will retry shortly ...
      210 Retrying connect to server: {node}:{port}. Already tried {small} time(s); retry policy is RetryUpToMaximumCountWithFixedSleep(maxRetries={small}, sleepTime={int} MILLISECONDS)
      90 Recalculating schedule, headroom=<memory:{signed}, vCores:{signed}>
      60 Reduce slow start threshold not met. completedMapsForReduceSlowstart {small}
      60 After Scheduling: PendingReds:{small} ScheduledMaps:{small} ScheduledReds:{small} AssignedMaps:{small} AssignedReds:{small} CompletedMaps:{small} CompletedReds:{small} ContAlloc:{small} ContRel:{small} HostLocal:{small} RackLocal:{small}
      60 ERROR IN CONTACTING RM. 
      ${transitions("{attempt} TaskAttempt", [30, 28, 26, 24, 22])}
      ${transitions("task_{long}_0020_m_{int} Task", [14, 12, 10, 9, 8])}
      ${transitions("job_{long}_{int}Job", [1, 1, 1, 1, 1])}
      24 Container container_{long}_{int}_01_{int} taskattempt {attempt}
      20 Assigned container container_{long}_{int}_01_{int} to {attempt}
      20 Launching {attempt}
      18 KILLING {attempt}
      16 Opening proxy : {node}:{port}
      16 TaskAttempt: [{attempt}] using containerId: [container_{long}_{int}_01_{int} on NM: [{node}:{port}]
      14 Registering class {type} for class {type}
      12 getResources() for application_{long}_{int}: ask={small} release= {small} newContainers={small} finishedContainers={small} resourcelimit=<memory:{signed}, vCores:{signed}> knownNMs={small}
      10 JVM with ID : jvm_{long}_{int}_m_{int} asked for a task
      10 JVM with ID: jvm_{long}_{int}_m_{int} given task: {attempt}
      10 Diagnostics report from {attempt}: Container killed by the ApplicationMaster.
      9 Num completed Tasks: {int}
      8 Auth successful for job_{long}_{int} (auth:SIMPLE)
      8 DFSOutputStream ResponseProcessor exception  for block BP-{long}-{ip}-{long}:blk_{long}_{int}
      8 Error Recovery for block BP-{long}-{ip}-{long}:blk_{long}_{int} in pipeline {endpoint}, {endpoint}: bad datanode {endpoint}
      6 Communication exception: java.io.IOException: Failed on local exception
      4 Exception in createBlockOutputStream
      4 Input size for job job_{long}_{int} = {long}. Number of splits = {small}
      3 loaded properties from hadoop-metrics2.properties
      3 Scheduled snapshot period at {small} second(s).
      3 MapTask metrics system started
      2 Using callQueue class java.util.concurrent.LinkedBlockingQueue
      2 Starting Socket Reader #{small} for port {port}
      2 IPC Server Responder: starting
      2 IPC Server listener on {port}: starting
      2 Jetty bound to port {port}
      2 jetty-{small}.{small}.{int}
      2 maxContainerCapability: <memory:{int}, vCores:{int}>
      2 queue: {default|batch}
      1 Created MRAppMaster for application appattempt_{long}_{int}_{small}
      1 OutputCommitter set in config null
      1 OutputCommitter is org.apache.mapred.FileOutputCommitter
      1 Emitting job history data to the timeline server is not enabled
      1 Extract jar:file:{path} to {path}
      1 nodeBlacklistingEnabled:{bool}
      1 blacklistDisablePercent is {int}
      1 Upper limit on the thread pool size is {int}
      1 Http request log for http.requests.mapreduce is not defined
      1 Web app /mapreduce started at {port}
      1 Registered webapp guice modules
      1 Executing with tokens:
      1 Kind: YARN_AM_RM_TOKEN, Service: , Ident: (appAttemptId {hexes})`,
  },
  {
    name: "coordination",
    header:
      "2015-07-29 {clock},{int} - {INFO|WARN}  [QuorumPeer[myid={small}]/0:0:0:0:0:0:0:0:2181:FastLeaderElection@{int}] - ",
    fillers: { state: (random) => random.pick(["LOOKING", "FOLLOWING", "LEADING"]) },
    messages: `
      300 Received connection request /{endpoint}
      260 Send worker leaving thread
      260 Interrupting SendWorker
      190 Connection broken for id {long}, my id = {small}, error =
      180 Interrupted while waiting for message on queue
      150 Notification time out: {int}
      120 Cannot open channel to {small} at election address /{endpoint}
      90 Closed socket connection for client /{endpoint} which had sessionid {hexes}
      30 Closed socket connection for client /{endpoint} (no session established for client)
      80 Client attempting to establish new session at /{endpoint}
      60 Client attempting to renew session {hexes} at /{endpoint}
      80 Established session {hexes} with negotiated timeout {int} for client /{endpoint}
      60 Accepted socket connection from /{endpoint}
      40 caught end of stream exception
      30 Notification: {small} (n.leader), {hexes} (n.zxid), {hexes} (n.round), {state} (n.state), {small} (n.sid), {hexes} (n.peerEPoch), {state} (my state)
      22 Expiring session {hexes}, timeout of {int}ms exceeded
      22 Processed session termination for sessionid: {hexes}
      10 Exception causing close of session {hexes} due to java.io.IOException: ZooKeeperServer not running
      8 New election. My id =  {small}, proposed zxid={hexes}
      8 Have smaller server identifier, so dropping the connection: ({small}, {small})
      6 Snapshotting: {hexes}
      5 Reading snapshot {path}
      4 LOOKING
      3 FOLLOWING
      2 LEADING
      3 FOLLOWING - LEADER ELECTION TOOK - {int}
      2 LEADING - LEADER ELECTION TOOK - {int}
      3 tickTime set to {int}
      3 minSessionTimeout set to {signed}
      3 maxSessionTimeout set to {signed}
      2 initLimit set to {small}
      2 Server environment:java.version={float}
      2 Server environment:java.io.tmpdir={path}
      2 Server environment:host.name={host}
      1 Server environment:os.name=Linux
      1 Server environment:user.dir={path}
      2 Follower sid: {small} : info : org.apache.zookeeper.server.quorum.QuorumPeer$QuorumServer@{hex}
      2 Synchronizing with Follower sid: {small} maxCommittedLog={hexes} minCommittedLog={hexes} peerLastZxid={hexes}
      2 Sending DIFF
      1 Sending SNAP
      1 Getting a snapshot from leader
      1 Got user-level KeeperException when processing sessionid:{hexes} type:create cxid:{hexes} zxid:{hexes} txntype:{signed} reqpath:n/a Error Path:{path} Error:KeeperErrorCode = NodeExists for {path}
      1 First is {hexes}
      1 Starting quorum peer
      1 autopurge.purgeInterval set to {small}
      1 Purge task is not scheduled.
      1 My election bind port: {endpoint}
      1 shutdown of request processor complete`,
  },
  {
    name: "virtual machines",
    header:
      "nova-compute.log.1.2017-05-16 2017-05-16 {clock}.{int} {int} {INFO|WARNING} nova.compute.manager [req-{uuid} - - - - -] ",
    messages: `
      600 {ip} "GET {/v2/servers/detail|/openstack/2013-10-17/meta_data.json|/v2/images?limit=5} HTTP/1.1" status: {int} len: {int} time: {float}
      120 {ip} "POST /v2/{hex}{hex}/os-server-external-events HTTP/1.1" status: {int} len: {int} time: {float}
      60 {ip} "DELETE /v2/{hex}{hex}/servers/{uuid} HTTP/1.1" status: {int} len: {int} time: {float}
      90 image {uuid} at ({path}): checking
      90 image {uuid} at ({path}): in use: on this node {small} local, {small} on other nodes sharing this instance storage
      80 Active base files: {path}
      50 [instance: {uuid}] VM Started (Lifecycle Event)
      50 [instance: {uuid}] VM Paused (Lifecycle Event)
      50 [instance: {uuid}] VM Resumed (Lifecycle Event)
      48 [instance: {uuid}] VM Stopped (Lifecycle Event)
      60 [instance: {uuid}] During sync_power_state the instance has a pending task (spawning). Skip.
      46 [instance: {uuid}] Attempting claim: memory {int} MB, disk {int} GB, vcpus {small} CPU
      46 [instance: {uuid}] Total memory: {int} MB, used: {float} MB
      46 [instance: {uuid}] memory limit: {float} MB, free: {float} MB
      46 [instance: {uuid}] Total disk: {int} GB, used: {float} GB
      46 [instance: {uuid}] disk limit not specified, defaulting to unlimited
      46 [instance: {uuid}] Total vcpu: {int} VCPU, used: {float} VCPU
      46 [instance: {uuid}] vcpu limit not specified, defaulting to unlimited
      46 [instance: {uuid}] Claim successful
      46 [instance: {uuid}] Creating image
      46 [instance: {uuid}] Instance spawned successfully.
      46 [instance: {uuid}] Took {float} seconds to spawn the instance on the hypervisor.
      46 [instance: {uuid}] Took {float} seconds to build instance.
      40 [instance: {uuid}] Terminating instance
      40 [instance: {uuid}] Instance destroyed successfully.
      40 [instance: {uuid}] Deleting instance files {path}
      40 [instance: {uuid}] Deletion of {path} complete
      40 [instance: {uuid}] Took {float} seconds to destroy the instance on the hypervisor.
      40 [instance: {uuid}] Took {float} seconds to deallocate network for instance.
      30 HTTP exception thrown: No instances found for any event
      20 Auditing locally available compute resources for node {host}
      20 Total usable vcpus: {int}, total allocated vcpus: {small}
      20 Final resource view: name={host} phys_ram={int}MB used_ram={int}MB phys_disk={int}GB used_disk={int}GB total_vcpus={int} used_vcpus={small} pci_stats=[]
      20 Compute_service record updated for {name}:{host}
      14 Unknown base file: {path}
      12 Base or swap file too young to remove: {path}
      6 Removable base files: {path}
      4 While synchronizing instance power states, found {small} instances in the database and {small} instances on the hypervisor.
      2 Running instance usage audit for host {host} from 2017-05-16 {clock} to 2017-05-16 {clock}. {small} instances.
      1 Successfully synced instances from host '{host}'.
      1 The instance sync for host '{host}' did not match. Re-created its InstanceList.`,
  },
  {
    name: "high performance cluster",
    header: "{int} node-{int} unix.hw state_change.unavailable {long} {small} ",
    fillers: {
      sets: (random) =>
        several(
          random,
          2,
          6,
          " ",
          () =>
            `node-${random.integer(0, 255)} 0x${random.text("0123456789abcdef", 8)} <${random.pick(["ok", "bad"])}>`,
        ),
    },
    messages: `
      540 Component State Change: Component "{SCSI-WWID|alt}{int}" is in the unavailable state (HWID={int})
      360 PSU status ( {on|off} {on|off} )
      210 Fan speeds ( {int} {int} {int} {int} {int} {int} )
      160 ambient={int}
      150 Link error on broadcast tree Interconnect-0T{int}:00:{small}:{small}
      90 Lustre mount FAILED : bglio{int} : block_id : location
      110 boot (command {int})
      60 Temperature ({int}C) exceeds warning threshold
      50 ServerFileSystem: An ServerFileSystem domain panic has occurred on storage{int}
      46 ServerFileSystem domain storage{int} is full
      40 ClusterFileSystem: There is no server for ServerFileSystem domain storage{int}
      30 psu failure\\ ambient={int}
      26 inconsistent nodesets {sets}
      20 NIFF: node node-{int} has detected an available network connection on network {ip} via interface alt{small}
      18 NIFF: node node-{int} detected a failed network connection on network {ip} via interface alt{small}
      16 Node node-{int} has completed booting
      14 running
      12 not responding
      12 closing
      10 Targeting domains:node-D{small} and nodes:node-[{int}-{int}] child of command {int}
      8 Command has completed successfully
      8 halt (command {int}) Error: node-{int} is in an invalid state
      6 risBoot (command {int}) Error: A halt command is already in progress
      6 wait (command {int}) Error: Timed out
      4 Linkerror event interval expired
      4 Link errors remain current
      4 network.unavailable
      3 configured out
      3 starting
      2 Link in reset
      1 Server {name} is up
      1 Configuration of {name} changed by {user}`,
  },
  {
    name: "servicing",
    header: "2016-09-28 {clock}, Info                  {CBS|CSI}    ",
    fillers: {
      addresses: (random) => several(random, 3, 9, " ", () => `@0x7fe${random.text("0123456789abcdef", 8)}`),
      package: (random) =>
        `Package_for_KB${random.integer(2_000_000, 4_000_000)}~31bf3856ad364e35~amd64~~6.1.${random.integer(1, 9)}.${random.integer(0, 9)}`,
    },
    messages: `
      300 Session: {int}_{long} initialized by client WindowsUpdateAgent.
      200 Read out cached package applicability for package: {package}, ApplicableState: {int}, CurrentState:{int}
      160 Warning: Unrecognized packageExtended attribute.
      140 Expecting attribute name [HRESULT = {hexes} - CBS_E_MANIFEST_INVALID_ITEM]
      140 Failed to get next element [HRESULT = {hexes} - CBS_E_MANIFEST_INVALID_ITEM]
      100 Failed to internally open package. [HRESULT = {hexes} - CBS_E_INVALID_PACKAGE]
      120 Loaded Servicing Stack v{float}.{int}.{int} with Core: C:\\Windows\\winsxs\\amd64_microsoft-windows-servicingstack_{hex}\\cbscore.dll
      90 SQM: Initializing online with Windows opt-in: {False|True}
      90 SQM: Cleaning up report files older than {small} days.
      90 SQM: Requesting upload of all unsent reports.
      80 SQM: Failed to start upload with file pattern: C:\\Windows\\servicing\\sqm\\*_{std|all}.sqm, flags: {hexes} [HRESULT = {hexes} - E_FAIL]
      80 SQM: Failed to start standard sample upload. [HRESULT = {hexes} - E_FAIL]
      60 SQM: Queued {small} file(s) for upload with pattern: C:\\Windows\\servicing\\sqm\\*_{std|all}.sqm, flags: {hexes}
      50 SQM: Warning: Failed to upload all unsent reports. [HRESULT = {hexes} - E_FAIL]
      40 {hex}@2016/9/{small}:{clock}.{int} WcpInitialize (wcp.dll version {small}.{small}.{small}.{small}) called (stack {addresses})
      30 {hex} CSI Store {int} ({hexes}) initialized
      30 {hex} Creating NT transaction (seq {small}), objectname [{small}]"(null)"
      30 {hex} Created NT transaction (seq {small}) result {hexes}, handle @{hexes}
      24 {hex}@2016/9/{small}:{clock}.{int} CSI perf trace:
      20 {hex} IAdvancedInstallerAwareStore_ResolvePendingTransactions (call {small}) (flags = {hex}, progress = NULL, phase = {small}, pdwDisposition = @{hexes}
      20 Starting TrustedInstaller initialization.
      20 Ending TrustedInstaller initialization.
      18 Starting TrustedInstaller finalization.
      18 Ending TrustedInstaller finalization.
      16 Starting the TrustedInstaller main loop.
      14 TrustedInstaller service starts successfully.
      12 No startup processing required, TrustedInstaller service was not set as autostart, or else a reboot is still pending.
      10 NonStart: Checking to ensure startup processing was not required.
      10 NonStart: Windows is {small} - done
      8 Startup processing thread terminated normally
      8 Idle processing thread terminated normally
      6 Reboot mark refs: {small}
      6 Reboot mark set
      4 Trusted Installer is shutting down because: SHUTDOWN_REASON_AUTOSTOP
      4 TrustedInstaller Shutdown callback received, processing shutdown event
      2 Offline image is: {writeable|readonly}
      2 Unloading offline registry hive: {{uuid}}GLOBALROOT/Device/HarddiskVolumeShadowCopy{small}/Windows/System32/config/{SOFTWARE|SYSTEM|SAM}
      1 Could not load SrClient DLL from path: SrClient.dll.  Continuing without system restore points.
      1 Scavenge: Begin CSI Store
      1 Scavenge: Completed, disposition: {hexes}`,
  },
  {
    name: "server",
    header: "{syslog} combo {sshd(pam_unix)|ftpd|su(pam_unix)|kernel}[{int}]: ",
    messages: `
      500 authentication failure; logname= uid=0 euid=0 tty=NODEVssh ruser= rhost={host} 
      260 authentication failure; logname= uid=0 euid=0 tty=NODEVssh ruser= rhost={ip}  user={user}
      240 check pass; user unknown
      300 connection from {ip} ({host}) at {day}
      90 connection from {ip} () at {day}
      120 session opened for user {user} by (uid={small})
      120 session closed for user {user}
      60 ALERT exited abnormally with [{small}]
      40 Kerberos authentication failed
      40 ANONYMOUS FTP LOGIN FROM {ip},  (anonymous)
      30 Received SNMP packet(s) from {ip}
      20 getpeername (ftpd): Transport endpoint is not connected
      20 User unknown timed out after {int} seconds at {day}
      16 couldn't add command channel {ip}#{int}: not found
      12 FTP session closed
      10 {syslogd|klogd|cupsd|crond|gpm} startup succeeded
      8 {syslogd|klogd|cupsd|crond|gpm} shutdown succeeded
      8 Authentication failed from {ip} ({ip}): Permission denied in replay cache code
      6 notify question section contains no SOA
      4 klogd {float}, log source = /proc/kmsg started.
      4 restart.
      3 Linux version {float}.{int}smp (bhcompile@{host}) (gcc version {float} (Red Hat Linux {float})) #{small} Wed Nov {int} {clock} EST 2004
      3 Memory: {int}k/{int}k available ({int}k kernel code, {int}k reserved, {int}k data, {int}k init, {int}k highmem)
      2 BIOS-provided physical RAM map:
      2 BIOS-e820: {hex}{hex} - {hex}{hex} (usable)
      2 BIOS-e820: {hex}{hex} - {hex}{hex} (reserved)
      2 {int}MB HIGHMEM available.
      2 {int}MB LOWMEM available.
      2 Calibrating delay loop... {float} BogoMIPS (lpj={int})
      2 CPU {small} irqstacks, hard={hex} soft={hex}
      2 Detected {float} MHz processor.
      2 Using tsc for high-res timesource
      2 Console: colour VGA+ {int}x{int}
      2 Mount-cache hash table entries: {int} (order: {small}, {int} bytes)
      2 CPU: L1 I cache: {int}K, L1 D cache: {int}K
      2 Enabling fast FPU save and restore... done.
      2 Checking 'hlt' instruction... OK.
      2 ACPI: Subsystem revision {int}
      2 ACPI: Interpreter enabled
      2 PCI: Probing PCI hardware (bus {small})
      2 usbcore: registered new driver {usbfs|hub|hiddev|usbhid}
      2 hda: {name}, ATA DISK drive
      2 ide0 at {hexes}-{hexes},{hexes} on irq {int}
      2 apm: BIOS version {float} Flags {hexes} (Driver version {float})
      2 audit({long}.{long}:{small}): initialized
      2 Security Framework v{float} initialized
      2 SELinux:  Initializing.
      2 SELinux:  Starting in permissive mode
      1 Out of Memory: Killed process {int} ({name}).
      1 ROOT LOGIN ON tty{small}
      1 nfslock: rpc.statd startup succeeded
      1 sdpd v{float} started
      1 imps2: Auto-detected intellimouse PS/2
      1 mapping of {hexes} failed: No such device`,
  },
  {
    name: "phone",
    header: "03-17 {clock}.{int}  {int}  {int} {D|I|V|W} PowerManagerService: ",
    fillers: {
      record: (random) =>
        `ActivityRecord{${random.text("0123456789abcdef", 7)} u0 com.${random.pick(["tencent.qt", "example.mail", "android.browser"])}/.${random.pick(["MainActivity", "activity.NewsDetail", "Launcher"])} t${random.integer(100, 999)}}`,
      app: (random) => random.pick(["com.android.systemui", "android", "com.example.mail", "com.tencent.mm"]),
      tag: (random) =>
        random.pick(["View Lock", "RILJ_ACK_WL", "WindowManager", "AudioMix", "*job*/com.example/.Sync"]),
    },
    messages: `
      260 acquire lock={int}, flags={hexes}, tag="{tag}", name={app}, ws=null, uid={int}, pid={int}
      240 release:lock={int}, flg={hexes}, tag="{tag}", name={app}, ws=null, uid={int}, pid={int}
      120 ready={bool},policy={small},wakefulness={small},wksummary={hexes},uasummary={hexes},bootcompleted={bool},boostinprogress={bool},waitmodeenable={bool},mode={bool},manual={int},auto={signed},adj={float}userId={small}
      110 Skipping AppWindowToken{{hex} token=Token{{hex} {record}}} -- going to hide
      100 printFreezingDisplayLogsopening app wtoken = AppWindowToken{{hex} token=Token{{hex} {record}}}, allDrawn= {bool}, startingDisplayed =  {bool}, startingMoved =  {bool}, isRelaunching =  {bool}
      90 HBM brightnessOut ={int}
      80 HBM brightnessIn ={int}
      80 Animating brightness: target={int}, rate={int}
      70 setSystemUiVisibility vis={hex} mask={hex} oldVal={hex} newVal={hex} diff={hex} fullscreenStackVis={small} dockedStackVis={small}, fullscreenStackBounds=Rect({small}, {small} - {int}, {int}), dockedStackBounds=Rect({small}, {small} - {int}, {int})
      70 visible is system.call.count gt {small}
      60 overlap:{bool}
      60 isKeyguardShowing={bool}
      50 userActivityNoUpdateLocked: eventTime={long}, event={small}, flags={hexes}, uid={int}
      50 Destroying surface Surface(name=PopupWindow:{hex}) called by com.android.server.wm.WindowStateAnimator.destroySurface:{int} com.android.server.wm.WindowState.removeLocked:{int}
      40 getRunningAppProcesses: caller {int} does not hold REAL_GET_TASKS; limiting output
      40 startAnimation begin
      40 startAnimation end
      40 Flush all logs
      36 interceptKeyTq keycode={int} interactive={bool} keyguardActive={bool} policyFlags={hex}
      34 cancelNotificationLocked called, tell notificationlistener to cancel {app}|{int}|{name}|{int}
      30 getTasks: caller {int} is using old GET_TASKS but privileged; allowing
      26 computeScreenConfigurationLocked() Set app display rotation {small}
      26 Killing {int}:{app}/u0a{int} (adj {int}): empty #{int}
      24 updateClipping isOverlap:{bool}, getTopPadding={float}, Translation={float}
      20 Losing focus: Window{{hex} u0 {app}/MainActivity}
      20 Gaining focus: Window{{hex} u0 {app}/MainActivity}
      20 setLightsOn({bool})
      16 getMeasuredHeight: {int} getMeasuredWidth: {int}
      16 onPackageAdded {app}
      12 shouldBlockLocation running
      12 screen_toggled {small}
      8 notifyUiVisibilityChanged:vis={hexes}, SystemUiVisibility={hexes}
      8 battery changed pluggedIn: {bool}
      8 Slow Input: took {int} ms to dispatch
      6 set_cable_state {small} {DCIN|USB}
      6 Playing notification tone number {int}, volume {float}
      4 application requestType {ringing|media|alarm}
      3 dump heap of {app} to {path}
      2 WIFI_STATE_CHANGED to enabled
      2 WIFI_STATE_CHANGED to disabled
      1 Unable to start service Intent { cmp={app}/.PushService } U={small}: not found
      1 Timeline: Activity_launch_request id:{app} time:{long}
      1 trim level {small} for {app}`,
  },
  {
    name: "web server",
    header: "[{day}] [{error|notice}] ",
    messages: `
      830 jk2_init() Found child {int} in scoreboard slot {small}
      560 workerEnv.init() ok {path}
      500 mod_jk child workerEnv in error state {small}
      40 [client {ip}] Directory index forbidden by rule: {path}
      20 jk2_init() Can't find child {int} in scoreboard
      12 mod_jk child init {small} {signed}
      1 [client {ip}] request failed: error reading the headers`,
  },
];
